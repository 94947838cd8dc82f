import type { PlantedBug } from './planted-bug.ts';

export const lookBugs: readonly PlantedBug[] = [
  {
    name: 'first-page-only',
    thought: 'nobody has that many',
    changes: [{ file: 'shared/observe/pages.ts', find: "token = page.nextPageToken ?? '';", put: "token = '';" }],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'warnings-are-noise',
    thought: 'the list came with 200',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: "if (warning?.code && warning.code !== 'NO_RESULTS_ON_PAGE') {",
        put: "if (warning?.code === 'NEVER') {",
      },
      {
        file: 'shared/observe/pages.ts',
        find: 'const gaps: Gap[] = (unreachables ?? []).map((url) => ({',
        put: 'const gaps: Gap[] = (unreachables ?? []).slice(0, 0).map((url) => ({',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'errors-are-empty-lists',
    thought: 'what cannot be read is not there',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: '    gaps.push({ area, part: null, why: whyUnread(error) });\n',
        put: '    whyUnread(error);\n',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'unseen-is-gone',
    thought: 'a VM that is not in the list does not exist, whether or not the list was whole',
    changes: [
      { file: 'shared/plan/rules/pool-members.ts', find: 'if (gap) return [uncertain(one, instance, gap)];', put: '' },
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: "blockedBy: gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools']),",
        put: 'blockedBy: null,',
      },
      {
        file: 'shared/apply/pool-state.ts',
        find: 'if (gap) throw cannotBeRead(gap);',
        put: 'if (gap && instances.length < 0) throw cannotBeRead(gap);',
      },
    ],
    caughtBy: ['I-18', 'I-27'],
  },
  {
    name: 'nodes-do-not-matter',
    thought: 'whether a VM is off is told by the VM',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: "gapIn(one.live, ['instances', 'managedGroups', 'nodes', 'pools'])",
        put: "gapIn(one.live, ['instances', 'managedGroups', 'pools'])",
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'volumes-unread-are-none',
    thought: 'most clusters have none',
    changes: [
      { file: 'shared/apply/volume-owner.ts', find: 'const [gap] = gaps;', put: 'const gap = gaps[9];' },
      {
        file: 'shared/apply/volume-owner.ts',
        find: 'return unread(messageOf(error));',
        put: 'return error === undefined ? unread(messageOf(error)) : null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'nothing-is-under-way',
    thought: 'the API refuses what does not fit',
    changes: [{ file: 'shared/apply/pending.ts', find: 'if (!first) return null;', put: 'if (first) return null;' }],
    caughtBy: ['I-02'],
  },
  {
    name: 'links-in-full',
    thought: 'a link is compared as it is',
    changes: [
      {
        file: 'shared/apply/pending.ts',
        find: `return link?.endsWith(\`/\${location}/\${collection}/\${name}\`) ?? false;`,
        put: `return link === \`/\${location}/\${collection}/\${name}\`;`,
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'one-gap-is-none',
    thought: 'one list out of many is not much',
    changes: [
      {
        file: 'shared/plan/gaps.ts',
        find: 'const gap = live.gaps.find(concerns);',
        put: 'const gap = live.gaps.filter(concerns)[1];',
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'pending-is-not-under-way',
    thought: 'what is under way is RUNNING',
    changes: [
      {
        file: 'shared/apply/pending.ts',
        find: "filter(({ status }) => String(status) !== 'DONE');",
        put: "filter(({ status }) => String(status) === 'RUNNING');",
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'all-is-in-one-place',
    thought: 'a disk is where its VM is, so one list will do',
    changes: [
      {
        file: 'shared/apply/pending.ts',
        find: 'const zones = [...new Set(targets.map(({ location }) => location))];',
        put: 'const zones = [first.location];',
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'whole-gap-concerns-no-part',
    thought: 'a gap names its part',
    changes: [
      {
        file: 'shared/plan/gaps.ts',
        find: '(part === null || parts.length === 0 || parts.includes(part))',
        put: "(parts.length === 0 || parts.includes(part ?? ''))",
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'mark-taken-from-a-vm-unseen',
    thought: 'its VM does not hold the disk',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: "gapIn(live, ['nodes']) ?? gapIn(live, ['instances'], one.zones) ??",
        put: "gapIn(live, ['nodes']) ??",
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'unmounted-without-a-look-at-pods',
    thought: 'no pod was seen',
    changes: [
      {
        file: 'shared/plan/disk-holder.ts',
        find: "return gapIn(one.live, ['pods', 'volumes', 'nodes', 'disks']) ?? ",
        put: "return gapIn(one.live, ['nodes']) ?? ",
      },
    ],
    caughtBy: ['I-18', 'I-02'],
  },
  {
    name: 'unread-object-is-missing',
    thought: 'what may not be seen is as good as not there',
    changes: [
      {
        file: 'shared/observe/settle.ts',
        find: 'if (!hasStatus(error, 404)) return',
        put: 'if (!hasStatus(error, 404, 403)) return',
      },
    ],
    caughtBy: ['I-27'],
  },
  {
    name: 'undecided-is-in-sync',
    thought: 'what neither the server nor the canonical forms call a difference is none',
    changes: [
      {
        file: 'shared/observe/settle.ts',
        find: '  const [first] = undecided;\n',
        put: '  const [first] = undecided.filter(({ certain }) => certain);\n',
      },
    ],
    caughtBy: ['I-27'],
  },
  {
    name: 'unreachable-zone-by-its-url',
    thought: 'a person should see exactly which place was unreachable',
    changes: [
      {
        file: 'shared/observe/pages.ts',
        find: '    part: lastSegment(url),\n',
        put: '    part: url,\n',
      },
    ],
    caughtBy: ['I-27'],
  },
];
