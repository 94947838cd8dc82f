import type { Disk, Instance, KubernetesNode, Live } from '../../../shared/model/live.ts';
import type { MountRecord } from '../../../shared/model/mount-record.ts';
import { aManagedGroup, anInstance, reference } from '../../builders/compute.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import {
  aDisk,
  aLiveAround,
  anAttachment,
  diskReference,
  holding,
  mountedOn,
  recordedOn,
  zone,
} from '../../builders/disks.ts';
import { aNode, aPod } from '../../builders/kubernetes.ts';
import { aGap } from '../../builders/live.ts';
import type { Situation, Situations } from './situation.ts';

interface Case {
  vms: Instance[];
  nodes?: KubernetesNode[];
  disk?: Partial<Disk>;
  declared?: object;
  live?: Partial<Live>;
  concern?: 'nodes' | 'everything';
  spec?: object;
}

function around({
  vms,
  nodes = vms.map((vm) => aNode(vm)),
  disk,
  declared,
  live,
  concern = 'everything',
  spec,
}: Case): Situation {
  const place = declared && 'region' in declared ? {} : { zone };
  const one = { name: 'foodata', ...place, nodes: 'default', mountPath: '/mnt/foodata', ...declared };
  const found = aLiveAround({ vms, nodes, disk }, live);
  const stacks = [{ name: 'minecraft', spec: { disks: [one] } }];
  return { declared: aDeclaration({ stacks, spec: { ...spec } }), live: found, concern, only: { disk: 'foodata' } };
}

const two = () => [anInstance({ name: 'node-1' }), anInstance({ name: 'node-2' })];
const onHolder = (fields: Partial<KubernetesNode> = {}, more: Partial<Case> = {}) => {
  const vm = holding();
  return around({ vms: [vm], nodes: [mountedOn(vm, fields)], ...more });
};
const lastOn = (words: Partial<MountRecord>) => {
  const nodes = two().map((vm, at) => (at === 1 ? recordedOn(vm, words, { ready: 'False' }) : aNode(vm)));
  return around({ vms: two(), nodes });
};
const onVm = (status: string) => {
  const vm = holding({ status });
  return around({ vms: [vm], nodes: [mountedOn(vm)] });
};
const pod = (fields: Parameters<typeof aPod>[0]) =>
  aPod({ hostPaths: ['/mnt/foodata'], startedAt: '2027-01-15T01:00:00Z', ...fields });
const stranger = () => holding({ name: 'stranger' });
const dyingWithStranger = () => holding({ name: 'stranger' }, { autoDelete: true });
/** A VM outside the group that holds the disk, in a cluster with a node to take it. */
const heldByStranger = (live: Partial<Live> = {}, more: Partial<Case> = {}) =>
  around({
    vms: [anInstance()],
    nodes: [aNode(anInstance()), mountedOn(stranger())],
    live: { instances: [anInstance(), stranger()], ...live },
    ...more,
  });
const otherZone = 'us-central1-b';
/** Each held and mounted by the one VM of its group, at one path; one's pod is on its node. */
function twoDisks(fields: object, other: { name: string }): Situation {
  const isNamesake = other.name === 'foodata';
  const place = isNamesake ? otherZone : zone;
  const theirs = reference('disks', other.name, place);
  const vms = [holding(), anInstance({ name: 'node-2', zone: place, disks: [anAttachment({ source: theirs })] })];
  const [first, second] = vms as [Instance, Instance];
  const groups = [
    aManagedGroup([first]),
    aManagedGroup([second], { reference: reference('instanceGroupManagers', 'burst', zone) }),
  ];
  const burst = { name: 'burst', instanceGroupManager: `${zone}/burst` };
  const one = { name: 'foodata', zone, nodes: 'default', mountPath: '/mnt/foodata', ...fields };
  const { zone: _, ...rest } = { zone: '', ...fields };
  const two = { ...one, ...rest, name: other.name, zone: place, nodes: 'burst' };
  const marked = mountedOn(second, { labels: { [`disk.underpin.dev/${other.name}`]: 'mounted' } });
  const annotations = { [`disk.underpin.dev/${other.name}`]: String(Object.values(marked.annotations)[0]) };
  const live = aLiveAround(
    { vms, nodes: [mountedOn(first), { ...marked, annotations }] },
    {
      managedGroups: groups,
      disks: [aDisk(), aDisk({ reference: theirs, id: 'other' })],
      pods: [
        pod({ startedAt: '2027-01-15T02:30:00Z' }),
        pod({ name: 'two', node: 'node-2', startedAt: '2027-01-15T02:30:00Z' }),
      ],
    },
  );
  const stacks = [{ name: 'minecraft', spec: { disks: [{ ...one, zone }, two] } }];
  return {
    declared: aDeclaration({
      stacks,
      spec: { nodeGroups: [{ name: 'default', instanceGroupManager: `${zone}/minions` }, burst] },
    }),
    live,
    concern: 'nodes',
  };
}
const regional = { region: 'us-central1', replicaZones: ['us-central1-a', 'us-central1-b'] };
const regionalDisk = {
  reference: reference('disks', 'foodata', 'us-central1'),
  replicaZones: ['us-central1-a', 'us-central1-b'],
};

export const disks: Situations = {
  'a node that has its disk and cannot be reached': () => onHolder({ ready: 'Unknown' }),
  'a disk that its node holds and has mounted': () => onHolder(),
  'a free disk, on a node change': () => around({ vms: two(), concern: 'nodes' }),
  'a free disk goes to the first Ready node': () =>
    around({ vms: two(), nodes: two().map((vm, at) => aNode(vm, at === 0 ? { ready: 'False' } : {})) }),
  'a cordoned node is not chosen': () =>
    around({ vms: two(), nodes: two().map((vm, at) => aNode(vm, { unschedulable: at === 0 })) }),
  'a free disk goes back to the node that had it, whose VM was made anew': () =>
    lastOn({ instanceId: 'the-one-before' }),
  'a free disk goes back to no node that is not Ready and may be the one it left': () => lastOn({}),
  'no node is Ready': () => around({ vms: two(), nodes: two().map((vm) => aNode(vm, { ready: 'False' })) }),
  'no VM is RUNNING': () => around({ vms: [anInstance({ status: 'STAGING' })], nodes: [] }),
  'the only VM has no node yet': () => around({ vms: [anInstance()], nodes: [] }),
  'the only VM has no node yet, and the disk has to be formatted': () =>
    around({ vms: [anInstance()], nodes: [], declared: { formatIfBlank: true }, disk: { mayHoldData: false } }),
  'the only VM there is, while another comes': () => {
    const managed = aManagedGroup(two());
    return around({ vms: two().slice(0, 1), nodes: [], live: { managedGroups: [managed] } });
  },
  'the only node is protected': () =>
    around({ vms: [anInstance()], nodes: [aNode(anInstance(), { protected: true })] }),
  'no VM in the zone, and one is coming': () =>
    around({ vms: [], live: { managedGroups: [aManagedGroup([anInstance()])] } }),
  'no VM at all': () => around({ vms: [] }),
  'the group came up in another zone': () => around({ vms: [anInstance({ zone: 'us-central1-b' })] }),
  'a regional disk, and the group came up in a third zone': () =>
    around({ vms: [anInstance({ zone: 'us-central1-f' })], declared: regional, disk: regionalDisk }),
  'a regional disk goes to a VM in one of its zones': () =>
    around({ vms: [anInstance({ zone: 'us-central1-b' })], declared: regional, disk: regionalDisk }),
  'a disk that is to be formatted': () =>
    around({ vms: [anInstance()], declared: { formatIfBlank: true }, disk: { mayHoldData: false } }),
  'a disk with options and another filesystem': () =>
    around({
      vms: [anInstance()],
      declared: { filesystem: 'xfs', options: ['noatime', 'discard'] },
      disk: { physicalBlockSizeBytes: null },
    }),
  'a VM that takes no more disks': () => {
    const attached = Array.from({ length: 7 }, (_, at) => anAttachment({ source: null, deviceName: `d${at}` }));
    const boot = anAttachment({ source: null, deviceName: 'boot', boot: true });
    return around({ vms: [anInstance({ machineType: 'c4-standard-2', disks: [boot, ...attached] })] });
  },
  'a VM that takes one more disk': () => {
    const attached = Array.from({ length: 6 }, (_, at) => anAttachment({ source: null, deviceName: `d${at}` }));
    const boot = anAttachment({ source: null, deviceName: 'boot', boot: true });
    return around({ vms: [anInstance({ machineType: 'c4-standard-2', disks: [boot, ...attached] })] });
  },
  'a node that says how many disks it takes': () => {
    const vm = anInstance({ disks: [anAttachment({ source: null, deviceName: 'd' })] });
    const label = { 'node-restriction.kubernetes.io/gke-volume-attach-limit-override': '1' };
    return around({ vms: [vm], nodes: [aNode(vm, { labels: label })] });
  },
  'the VMs could not be read': () => around({ vms: [], live: { gaps: [aGap('instances', zone)] } }),
  'the VMs of another zone could not be read': () =>
    onHolder({}, { live: { gaps: [aGap('instances', 'us-central1-f')] } }),
  'the group could not be read': () =>
    around({ vms: [holding({ status: 'TERMINATED' })], live: { managedGroups: [] } }),
  'the group could not be read while the disk is mounted, and pods may be restarted': () =>
    onHolder(
      {},
      {
        concern: 'nodes',
        declared: { restartPods: true },
        live: {
          managedGroups: [{ ...aManagedGroup([]), members: null }],
          pods: [pod({ startedAt: '2027-01-15T02:30:00Z' })],
        },
      },
    ),
  'the nodes could not be read': () => around({ vms: [holding()], nodes: [], live: { gaps: [aGap('nodes')] } }),
  'the disks could not be read': () => around({ vms: two(), live: { disks: [], gaps: [aGap('disks')] } }),
  'the disk does not exist': () => around({ vms: two(), live: { disks: [] } }),
  'the disk does not exist, and is to be made': () =>
    around({ vms: two(), live: { disks: [] }, declared: { formatIfBlank: true, sizeGb: 200, type: 'pd-ssd' } }),
  'a regional disk does not exist, and a zonal one of its name does': () =>
    around({
      vms: two(),
      live: { disks: [aDisk()] },
      declared: { ...regional, sizeGb: 10 },
    }),
  'the disk does not exist, and another zone could not be read': () =>
    around({
      vms: two(),
      live: { disks: [], gaps: [aGap('disks', 'us-central1-c')] },
      declared: { sizeGb: 10 },
    }),
  'a regional disk does not exist, and is to be made': () =>
    around({
      vms: two(),
      live: { disks: [] },
      declared: { ...regional, formatIfBlank: true, sizeGb: 200, type: 'pd-ssd' },
    }),
  'the disk exists in another zone': () =>
    around({ vms: two(), live: { disks: [aDisk({ reference: reference('disks', 'foodata', 'us-central1-f') })] } }),
  'disks of its name exist in other zones, and it is to be made': () => {
    const disks = ['us-central1-f', 'us-central1-b'].map((at) =>
      aDisk({ reference: reference('disks', 'foodata', at) }),
    );
    return around({ vms: two(), live: { disks }, declared: { formatIfBlank: true, sizeGb: 10 } });
  },
  'the disk has another size and type than declared': () => onHolder({}, { declared: { sizeGb: 20, type: 'pd-ssd' } }),
  'the disk is larger than declared': () => onHolder({}, { declared: { sizeGb: 5 } }),
  'the replica zones are others': () =>
    around({
      vms: two(),
      declared: regional,
      disk: { ...regionalDisk, replicaZones: ['us-central1-a', 'us-central1-f'] },
    }),
  'the disk is not READY': () => around({ vms: two(), disk: { status: 'RESTORING' } }),
  'a holder that is TERMINATED, and a node to go to': () =>
    around({ vms: [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })] }),
  'a holder that is TERMINATED, on a node change': () =>
    around({ vms: [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })], concern: 'nodes' }),
  'a holder that is TERMINATED, and nodes could not be read': () =>
    around({
      vms: [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })],
      live: { gaps: [aGap('nodes')] },
      concern: 'nodes',
    }),
  'a holder that is TERMINATED, and another node that takes no more disks': () => {
    const attached = Array.from({ length: 7 }, (_, at) => anAttachment({ source: null, deviceName: `d${at}` }));
    const full = anInstance({ name: 'node-2', machineType: 'c4-standard-2', disks: attached });
    return around({ vms: [holding({ status: 'TERMINATED' }), full] });
  },
  'a holder that is TERMINATED, and nowhere to go': () => around({ vms: [holding({ status: 'TERMINATED' })] }),
  'a holder that is STOPPING': () => around({ vms: [holding({ status: 'STOPPING' }), anInstance({ name: 'node-2' })] }),
  'a holder that is SUSPENDED': () =>
    around({ vms: [holding({ status: 'SUSPENDED' }), anInstance({ name: 'node-2' })] }),
  'a holder with a status that nobody knows': () =>
    around({ vms: [holding({ status: 'LEVITATING' }), anInstance({ name: 'node-2' })] }),
  'a holder outside the group, whose node is Ready': () => heldByStranger(),
  'a holder outside the group, on a node change': () => heldByStranger({}, { concern: 'nodes' }),
  'a holder outside the group that is no node': () => heldByStranger({ nodes: [aNode(anInstance())] }),
  'a holder outside the group whose node is not Ready': () =>
    heldByStranger({ nodes: [aNode(anInstance()), mountedOn(stranger(), { ready: 'Unknown' })] }),
  'a holder outside the group whose node is protected': () =>
    heldByStranger({ nodes: [aNode(anInstance()), mountedOn(stranger(), { protected: true })] }),
  'a holder outside the group, with it mounted nobody knows where': () =>
    heldByStranger({ nodes: [aNode(anInstance()), aNode(stranger())] }),
  'a holder outside the group where a pod uses the disk': () =>
    heldByStranger({ pods: [pod({ node: 'stranger', hostPaths: ['/mnt/foodata/world'] })] }),
  'a pod that uses the disk outside the group, where pods may be restarted': () =>
    heldByStranger(
      { pods: [pod({ node: 'stranger' }), pod({ name: 'lost', node: 'node-1' })] },
      { concern: 'nodes', declared: { restartPods: true } },
    ),
  'a holder outside the group that has booted since': () =>
    heldByStranger({ nodes: [aNode(anInstance()), mountedOn(stranger(), { bootID: 'after-reboot' })] }),
  'a holder outside the group where a pod uses another path': () =>
    heldByStranger({
      pods: [pod({ node: 'stranger', hostPaths: ['/mnt/foodata2'] }), pod({ node: 'node-1', hostPaths: ['/tmp'] })],
    }),
  'a holder outside the group while pods could not be read': () => heldByStranger({ gaps: [aGap('pods')] }),
  'a holder outside the group, and no node to go to': () =>
    heldByStranger({ nodes: [mountedOn(stranger())], managedGroups: [aManagedGroup([])] }),
  'a disk for several writers, on two nodes': () => {
    const vms = [holding(), holding({ name: 'node-2' })];
    return around({ vms, nodes: [mountedOn(vms[0] as Instance), aNode(vms[1] as Instance)], concern: 'nodes' });
  },
  'a right holder and a wrong one': () =>
    around({ vms: [holding()], nodes: [mountedOn(holding())], live: { instances: [holding(), stranger()] } }),
  'a disk that dies with its VM': () => {
    const vm = holding({}, { autoDelete: true });
    return around({ vms: [vm], nodes: [mountedOn(vm)] });
  },
  'a disk that dies with a VM that is STOPPING, and with one outside the group': () =>
    around({
      vms: [holding({ status: 'STOPPING' }, { autoDelete: true })],
      live: { instances: [holding({ status: 'STOPPING' }, { autoDelete: true }), dyingWithStranger()] },
    }),
  'a disk that is attached read-only': () => {
    const vm = holding({}, { mode: 'READ_ONLY' });
    return around({ vms: [vm], nodes: [mountedOn(vm)] });
  },
  'a disk that is attached read-only and not mounted': () => around({ vms: [holding({}, { mode: 'READ_ONLY' })] }),
  'a disk under another device name': () => {
    const vm = holding({}, { deviceName: 'persistent-disk-1' });
    return around({ vms: [vm], nodes: [aNode(vm)] });
  },
  'another disk under the declared device name': () =>
    around({ vms: [anInstance({ disks: [anAttachment({ source: reference('disks', 'other', zone) })] })] }),
  'a boot disk': () => around({ vms: [holding({}, { boot: true })] }),
  'a disk of a PersistentVolume': () =>
    around({
      vms: two(),
      live: { volumes: [{ name: 'pv', disk: { name: 'foodata', zone }, hostPath: null, claim: 'default/data' }] },
    }),
  'a disk of a PersistentVolume without a claim': () =>
    around({
      vms: two(),
      live: {
        volumes: [
          { name: 'pv', disk: { name: 'foodata', zone: null }, hostPath: null, claim: null },
          { name: 'other', disk: null, hostPath: null, claim: null },
        ],
      },
    }),
  'a disk with the marks of a PersistentVolume': () =>
    around({ vms: two(), disk: { labels: { 'goog-k8s-cluster-name': 'home' } } }),
  'a disk that a stateful group keeps': () => {
    const vm = holding({ createdBy: reference('instanceGroupManagers', 'minions', zone) });
    return around({ vms: [vm], live: { managedGroups: [aManagedGroup([vm], { statefulDevices: ['foodata'] })] } });
  },
  'a device of that name that a stateful group keeps for others': () => {
    const vm = holding();
    return around({
      vms: [vm],
      nodes: [mountedOn(vm)],
      live: { managedGroups: [aManagedGroup([vm], { statefulDevices: ['foodata'] })] },
    });
  },
  'a disk on a VM whose own group was not read': () => {
    const createdBy = reference('instanceGroupManagers', 'others', zone);
    const vm = holding({ createdBy, status: 'TERMINATED' });
    return around({ vms: [vm], live: { managedGroups: [aManagedGroup([vm])], gaps: [aGap('managedGroups')] } });
  },
  'a protected disk': () => around({ vms: two(), disk: { protected: true } }),
  'a disk that is attached and not mounted': () => around({ vms: [holding()] }),
  'a disk whose node has booted since': () => onHolder({ bootID: 'after-reboot' }),
  'a disk whose node has booted since and is not Ready yet': () => onHolder({ bootID: 'after-reboot', ready: 'False' }),
  'a node that says mounted without a record': () => onHolder({ annotations: {} }),
  'a disk that is mounted elsewhere than declared': () => onHolder({}, { declared: { mountPath: '/mnt/data' } }),
  'a disk whose node lost its label': () => onHolder({ labels: {} }),
  'a disk whose holder is no node yet': () => around({ vms: [holding()], nodes: [] }),
  'a disk whose node is not Ready': () => around({ vms: [holding()], nodes: [aNode(holding(), { ready: 'False' })] }),
  'a disk whose node is protected': () => around({ vms: [holding()], nodes: [aNode(holding(), { protected: true })] }),
  'a node that says mounted and does not hold the disk': () => {
    const vms = [holding(), anInstance({ name: 'node-2' })];
    return around({ vms, nodes: vms.map((vm) => mountedOn(vm)) });
  },
  'a node that says mounted, and the disk is gone': () =>
    around({ vms: [anInstance()], nodes: [mountedOn(anInstance())], live: { disks: [] } }),
  'a free disk that two nodes had, one after the other': () =>
    around({
      vms: two(),
      nodes: two().map((vm, at) => {
        const node = mountedOn(vm, { labels: {} });
        const [text = ''] = Object.values(node.annotations);
        return { ...node, annotations: { 'disk.underpin.dev/foodata': text.replace('T02:', `T0${at + 2}:`) } };
      }),
    }),
  'a node that says mounted, and nobody knows which VM it is': () =>
    around({ vms: [holding()], nodes: [{ ...mountedOn(holding()), instance: null }] }),
  'the same name in two zones, mounted in both': () => twoDisks({ zone: otherZone }, { name: 'foodata' }),
  'pods on a node that lost the disk, and come back at once': () => {
    const vms = [holding(), anInstance({ name: 'node-2' })];
    const lost = (name: string, ownerKind: string) => pod({ name, node: 'node-2', ownerKind });
    const pods = [lost('agent', 'DaemonSet'), lost('static', 'Node'), lost('minecraft-1', 'ReplicaSet')];
    const nodes = [mountedOn(vms[0] as Instance), aNode(vms[1] as Instance)];
    return around({ vms, nodes, live: { pods }, declared: { restartPods: true } });
  },
  'two disks at one path, in two groups, and their pods, that may be restarted': () =>
    twoDisks({ restartPods: true }, { name: 'worlds' }),
  'a node that says mounted and whose VM was switched off': () => onVm('TERMINATED'),
  'a node that says mounted and whose VM is suspended': () => onVm('SUSPENDED'),
  'a protected node that says mounted and does not hold the disk': () => {
    const vms = [holding(), anInstance({ name: 'node-2' })];
    return around({ vms, nodes: vms.map((vm, at) => mountedOn(vm, { protected: at === 1 })) });
  },
  'a pod that started before the disk was mounted': () => onHolder({}, { live: { pods: [pod({})] } }),
  'pods that do not use the disk, or started after the mount': () =>
    onHolder(
      {},
      {
        live: {
          pods: [
            pod({ hostPaths: ['/mnt/foodata2'] }),
            pod({ startedAt: '2027-01-15T02:30:00Z' }),
            pod({ startedAt: null }),
          ],
        },
      },
    ),
  'pods that started before the mount and have ended, or come back at once': () =>
    onHolder(
      {},
      {
        live: {
          pods: [
            pod({ name: 'backup-1', phase: 'Succeeded' }),
            pod({ name: 'evicted', phase: 'Failed' }),
            pod({ name: 'leaving', phase: 'Terminating' }),
            pod({ name: 'static', ownerKind: 'Node' }),
          ],
        },
        declared: { restartPods: true },
      },
    ),
  'a pod that started before the mount, to be restarted': () =>
    onHolder({}, { live: { pods: [pod({})] }, declared: { restartPods: true } }),
  'a protected pod that is to be restarted': () =>
    onHolder({}, { live: { pods: [pod({ protected: true })] }, spec: { restartPods: true } }),
  'a stack that wants no restarts in a cluster that does': () =>
    onHolder({}, { live: { pods: [pod({})] }, spec: { restartPods: true }, declared: { restartPods: false } }),
  'a pod on a node without the disk': () => {
    const vms = [holding(), anInstance({ name: 'node-2' })];
    const pods = [
      pod({ node: 'node-2', hostPaths: ['/mnt/foodata/world'] }),
      pod({ node: 'node-2', phase: 'Succeeded' }),
      pod({ node: null }),
    ];
    return around({ vms, nodes: [mountedOn(holding()), aNode(anInstance({ name: 'node-2' }))], live: { pods } });
  },
  'a disk for every node of the group': () =>
    around({
      vms: [holding({}, { mode: 'READ_ONLY' }), anInstance({ name: 'node-2' })],
      declared: { mode: 'READ_ONLY' },
    }),
  'a disk for every node, which one holds read-write': () =>
    around({ vms: [holding(), anInstance({ name: 'node-2' })], declared: { mode: 'READ_ONLY', options: ['noatime'] } }),
  'a disk for every node, which a switched-off VM holds': () =>
    around({
      vms: [holding({ status: 'TERMINATED' }), anInstance({ name: 'node-2' })],
      declared: { mode: 'READ_ONLY' },
    }),
  'a regional disk for every node of the group': () =>
    around({ vms: two(), declared: { ...regional, mode: 'READ_ONLY' }, disk: regionalDisk }),
  'only this disk is asked about': () => {
    const found = around({ vms: two() });
    return { ...found, only: { disk: 'other' } };
  },
  'only this stack is asked about': () => ({ ...around({ vms: two() }), only: { stack: 'minecraft' } }),
  'only a node is asked about': () => ({ ...around({ vms: two() }), only: { node: 'node-1' } }),
  'a stack that is only observed': () => {
    const { declared, ...found } = around({ vms: two() });
    const stacks = declared.stacks.map((one) => ({ ...one, spec: { ...one.spec, mode: 'observe' as const } }));
    return { ...found, declared: { ...declared, stacks } };
  },
  'a protected stack': () => {
    const { declared, ...found } = around({ vms: two() });
    return { ...found, declared: { ...declared, stacks: declared.stacks.map((one) => ({ ...one, protected: true })) } };
  },
  'a disk reference by another project': () =>
    around({ vms: [anInstance({ disks: [anAttachment({ source: { ...diskReference, project: 'other' } })] })] }),
};
