import type { PlantedBug } from './planted-bug.ts';

/** More than is declared, or otherwise: another protocol, another port, another mode, a disk that may hold data. */
export const widthBugs: readonly PlantedBug[] = [
  {
    name: 'udp-beside-tcp',
    thought: 'games talk UDP, too',
    changes: [
      {
        file: 'shared/plan/traffic/firewall-command.ts',
        find: 'return lines.map(({ protocol, ports }) => ({ IPProtocol: protocol, ...(ports.length > 0 && { ports }) }));',
        put: "return lines.flatMap(({ protocol, ports }) => [protocol, 'udp'].map((IPProtocol) => ({ IPProtocol, ...(ports.length > 0 && { ports }) })));",
      },
      {
        file: 'shared/plan/traffic/ports.ts',
        find: 'merged.set(name, union',
        put: "if (name === 'udp') continue;\n    merged.set(name, union",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'before-every-denial',
    thought: 'what is declared is to get in',
    changes: [
      {
        file: 'shared/plan/traffic/held-back.ts',
        find: 'export const ownPriority = 1000;',
        put: 'export const ownPriority = 0;',
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'rule-of-any-port',
    thought: 'an address has one forwarding rule',
    changes: [
      {
        file: 'shared/plan/traffic/forwarding.ts',
        find: 'intersects(intervalsOf(one), intervals),',
        put: 'intervals.length > 0,',
      },
      {
        file: 'shared/plan/traffic/forwarding.ts',
        find: 'overlapping.find((one) => sameIntervals(intervalsOf(one), intervals)) ?? null',
        put: 'overlapping.find((one) => sameIntervals(intervalsOf(one), intervals)) ?? overlapping[0] ?? null',
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'mounted-to-be-written',
    thought: 'the attachment is read-only, that is enough',
    changes: [{ file: 'shared/plan/mount-request.ts', find: 'mode: disk.mode,', put: "mode: 'READ_WRITE' as const," }],
    caughtBy: ['I-06'],
  },
  {
    name: 'images-hold-nothing',
    thought: 'what was made from an image is as it was made',
    changes: [{ file: 'shared/observe/disks.ts', find: '    raw.sourceImage,\n    raw.sourceImageId,\n', put: '' }],
    caughtBy: ['I-04'],
  },
  {
    name: 'copies-hold-nothing',
    thought: 'what it was copied from holds the data still',
    changes: [{ file: 'shared/observe/disks.ts', find: '    raw.sourceDisk,\n    raw.sourceDiskId,\n', put: '' }],
    caughtBy: ['I-04'],
  },
  {
    name: 'sources-that-widen-open-nothing',
    thought: 'who lets in more than declared is closed by a patch, whatever else differs',
    changes: [
      {
        file: 'shared/plan/traffic/firewall-differences.ts',
        find: '      opens: isNarrower,',
        put: '      opens: isNarrower && !isWider,',
      },
    ],
    caughtBy: ['I-16'],
  },
];
