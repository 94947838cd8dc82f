import type { PlantedBug } from './planted-bug.ts';

/** Which disk it is that is mounted, where it was before, and who decides that it outlives its VM. */
export const firstMountBugs: readonly PlantedBug[] = [
  {
    name: 'never-held-as-compute-engine-says',
    thought: 'Compute Engine tells at each look whether a disk ever held anything',
    changes: [
      {
        file: 'shared/plan/mount-request.ts',
        find: 'const neverHeldData = isFirst && found !== null && !found.mayHoldData;',
        put: 'const neverHeldData = found !== null && !found.mayHoldData;',
      },
    ],
    caughtBy: ['I-04'],
  },
  {
    name: 'origins-as-the-rule-lists-them',
    thought: 'a disk is made of an image, a snapshot or a disk',
    changes: [
      {
        file: 'shared/observe/disks.ts',
        find: '    raw.sourceInstantSnapshot,\n    raw.sourceStorageObject,\n    raw.sourceConsistencyGroupPolicy,\n',
        put: '',
      },
    ],
    caughtBy: ['I-04'],
  },
  {
    name: 'record-of-an-earlier-vm-proves-nothing',
    thought: 'what another VM of the name wrote is void on the new one',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'deviceName: holder.deviceName, record });',
        put: 'deviceName: holder.deviceName, record: onEarlierVm(holder, record) ? null : record });',
      },
    ],
    caughtBy: ['I-06'],
  },
  {
    name: 'auto-delete-of-writers',
    thought: 'who only reads a disk decides nothing about it',
    changes: [
      {
        file: 'shared/plan/rules/disk-auto-delete.ts',
        find: '.filter((one) => one.found && !keptByManagedGroup(one) && !unreadMaker(one))',
        put: ".filter((one) => one.found && one.disk.mode === 'READ_WRITE' && !keptByManagedGroup(one) && !unreadMaker(one))",
      },
    ],
    caughtBy: ['I-22'],
  },
  {
    name: 'any-zone-of-the-region',
    thought: 'a regional disk may be had by any VM of its region',
    changes: [
      {
        file: 'shared/plan/declared-disk.ts',
        find: "import { type Reference, sameReference } from '../model/reference.ts';",
        put: "import { type Reference, regionOf, sameReference } from '../model/reference.ts';",
      },
      {
        file: 'shared/plan/declared-disk.ts',
        find: '.filter(({ instance }) => zones.includes(instance.reference.location))',
        put: ".filter(({ instance }) => zones.some((zone) => ('zone' in disk ? zone === instance.reference.location : regionOf(zone) === regionOf(instance.reference.location))))",
      },
    ],
    caughtBy: ['I-07'],
  },
  {
    name: 'record-goes-with-the-label',
    thought: 'label and record say the same, so they go together',
    changes: [
      {
        file: 'shared/apply/unmount-disk.ts',
        find: 'labels: { [mountKey(disk)]: null } }, context);',
        put: 'labels: { [mountKey(disk)]: null }, annotations: { [mountKey(disk)]: null } }, context);',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'waiting-holds-nothing-back',
    thought: 'only what failed is an obstacle',
    changes: [
      {
        file: 'shared/apply/apply.ts',
        find: "return state === 'done' ? [] : [{ step, isForPerson }];",
        put: "return state === 'done' || state === 'waiting' ? [] : [{ step, isForPerson }];",
      },
    ],
    caughtBy: ['I-02', 'I-08'],
  },
  {
    name: 'pod-restarted-by-name',
    thought: 'the plan names the pod, and the uid that is read now keeps the server from deleting another',
    changes: [
      {
        file: 'shared/apply/restart-pod.ts',
        find: '    if (hasStartedAnew(live, action)) return startedAnew;\n',
        put: '',
      },
      {
        file: 'shared/apply/restart-pod.ts',
        find: 'body: { preconditions: { uid } } });',
        put: 'body: { preconditions: { uid: found.metadata?.uid ?? uid } } });',
      },
    ],
    caughtBy: ['I-09', 'I-26'],
  },
  {
    name: 'writers-of-the-group',
    thought: 'only VMs of the node group run our pods, so nobody else writes to their file system',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: "({ instance, mode }) => instance.id !== id && instance.status !== 'TERMINATED' && mode === 'READ_WRITE',",
        put: "({ instance, mode, isOfGroup }) => isOfGroup && instance.id !== id && instance.status !== 'TERMINATED' && mode === 'READ_WRITE',",
      },
      {
        file: 'shared/apply/mount-disk.ts',
        find: "if (mount.mode === 'READ_ONLY') return null;",
        put: 'if (mount.mode) return null;',
      },
    ],
    caughtBy: ['I-01'],
  },
];
