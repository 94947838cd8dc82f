import type { PlantedBug } from './planted-bug.ts';

export const markBugs: readonly PlantedBug[] = [
  {
    name: 'protected-disk-moves',
    thought: 'protect means: do not delete',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: '?? protectedDisk(one) ?? notReady(one)',
        put: '?? notReady(one)',
      },
      { file: 'shared/apply/attach-disk.ts', find: "if (disk.protected) return marked('the disk');", put: '' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'foreign-pools-too',
    thought: 'a pool is a pool',
    changes: [
      {
        file: 'shared/plan/rules/pool-members.ts',
        find: '.filter(({ found }) => !foreignOwner(found))',
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'take-the-drivers-disk',
    thought: 'the disk is declared, so it is ours',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: 'return ownedByVolume(one) ?? bootDisk(one)',
        put: 'return bootDisk(one)',
      },
      {
        file: 'shared/apply/attach-disk.ts',
        find: 'return owned ?? atWork;',
        put: 'return atWork;',
      },
      {
        file: 'shared/apply/detach-disk.ts',
        find: 'const objection = await objectionToDisk(await readDisk(action, context), context);',
        put: 'const objection = null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'marked-too-late',
    thought: 'the plan has looked',
    changes: [
      { file: 'shared/apply/attach-disk.ts', find: 'if (vm.protected)', put: 'if (vm.protected && vm.id === "")' },
      { file: 'shared/apply/detach-disk.ts', find: 'if (vm.protected)', put: 'if (vm.protected && vm.id === "")' },
      { file: 'shared/apply/keep-disk.ts', find: 'if (vm.protected)', put: 'if (vm.protected && vm.id === "")' },
      {
        file: 'shared/apply/mount-disk.ts',
        find: 'if (vm.protected || node.protected)',
        put: 'if (vm.protected && vm.id === "")',
      },
      {
        file: 'shared/apply/label-node.ts',
        find: 'if (node.protected)',
        put: 'if (node.protected && node.uid === "")',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'true-alone-protects',
    thought: 'a mark is true or false',
    changes: [
      {
        file: 'shared/model/protection.ts',
        find: "(mark) => mark !== undefined && mark !== 'false'",
        put: "(mark) => mark === 'true'",
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'pools-take-no-marks',
    thought: 'a description is for people',
    changes: [
      {
        file: 'shared/plan/marked.ts',
        find: '(found.protected || isMarkedText(found.description))',
        put: 'found.protected',
      },
      {
        file: 'shared/apply/remove-pool-members.ts',
        find: 'if (isMarkedText(pool.description))',
        put: 'if (isMarkedText(pool.reference.name))',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'objects-written-over',
    thought: 'it is declared, so it is ours',
    changes: [
      {
        file: 'shared/apply/apply-object.ts',
        find: 'if (before && isProtectedObject(before))',
        put: 'if (before && isProtectedObject({}))',
      },
      {
        file: 'shared/plan/rules/object-command.ts',
        find: "return isProtected ? 'it is",
        put: "return isProtected && protection === undefined ? 'it is",
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'ignored-and-applied-with-the-rest',
    thought: 'what is ignored has no step of its own',
    changes: [
      {
        file: 'shared/plan/ignore.ts',
        find: 'map((one) => besides(one, ignored))',
        put: 'map((one) => besides(one, new Set()))',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'spared-is-left-out',
    thought: 'what is not sent stays as it is',
    changes: [
      {
        file: 'shared/apply/apply-object.ts',
        find: "wouldGo(live, path, 'underpin') ? live : {}",
        put: 'wouldGo(live, path, path) ? live : {}',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'fields-by-force',
    thought: 'what is declared wins',
    changes: [
      {
        file: 'shared/apply/object-rest.ts',
        find: "'?fieldManager=underpin&fieldValidation=Strict'",
        put: "'?fieldManager=underpin&fieldValidation=Strict&force=true'",
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'volume-of-no-place-owns-nothing',
    thought: 'a handle says where the disk is',
    changes: [{ file: 'shared/model/volume.ts', find: 'anyZone.includes(zone) ? null : zone', put: 'zone' }],
    caughtBy: ['I-26'],
  },
  {
    name: 'keeper-that-was-not-read',
    thought: 'a managed group that cannot be read cannot be said to keep the disk',
    changes: [
      {
        file: 'shared/plan/rules/disk-attachment.ts',
        find: "gapIn(live, ['instances'], one.zones) ?? one.group.unknown ?? unreadKeeper(one);",
        put: "gapIn(live, ['instances'], one.zones) ?? one.group.unknown;",
      },
      {
        file: 'shared/plan/rules/disk-attachment.ts',
        find: "import { refusalOf, unreadKeeper } from '../disk-refusal.ts';",
        put: "import { refusalOf } from '../disk-refusal.ts';",
      },
    ],
    caughtBy: ['I-26', 'I-18'],
  },
  {
    name: 'marks-of-a-driver-mean-nothing',
    thought: 'what belongs to a volume has one',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: "return found && hasMarks(found) ? { words: 'a PersistentVolume, by its marks', command: null } : null;",
        put: 'return null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'stateful-groups-too',
    thought: 'whoever declares a disk wants it brought to its node',
    changes: [
      {
        file: 'shared/plan/disk-refusal.ts',
        find: 'return refusalToMount(one) ?? keptByManagedGroup(one);',
        put: 'return refusalToMount(one);',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'marks-known-from-the-plan',
    thought: 'the plan leaves out what is marked, so only that a VM is the same has to be asked again',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: '=== id && !vm?.protected && !isBack',
        put: '=== id && !isBack',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'mark-begins-the-description',
    thought: 'a mark stands at the head of a description, so that prose about it is none',
    changes: [
      {
        file: 'shared/model/protection.ts',
        find: 'some((mark) => text.includes(mark))',
        put: 'some((mark) => text.startsWith(mark))',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'volumes-of-regional-disks-unseen',
    thought: 'a volume names its disk by project, zone and name',
    changes: [
      {
        file: 'shared/model/volume.ts',
        find: '\\/(?:zones|regions)\\/([^/]+)\\/disks',
        put: '\\/zones\\/([^/]+)\\/disks',
      },
    ],
    caughtBy: ['I-26'],
  },
];
