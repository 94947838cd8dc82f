import { systemFolders, systemTrees } from '../../shared/model/mount-path.ts';
import { mountArguments } from '../../shared/mount/arguments.ts';
import { mountCommand } from '../../shared/mount/job.ts';
import { readMountScript } from '../../shared/mount/script.ts';
import { annotation, is, isEmptyIfThere, isIfThere, onlyKeys, type Validation } from './mount-expressions.ts';

const spec = 'variables.spec';
const pod = 'variables.pod';
const container = 'variables.container';

/** Jobs: each key and each value of the template, letter for letter the script, and each argument by its pattern. */
export function jobRules() {
  return {
    name: 'underpin-mount-jobs',
    rule: { apiGroups: ['batch'], resources: ['jobs'], operations: ['CREATE', 'UPDATE'] },
    variables: [
      { name: 'script', expression: `r"""${readMountScript()}"""` },
      { name: 'spec', expression: 'dyn(object.spec)' },
      { name: 'pod', expression: `${spec}.template.spec` },
      { name: 'container', expression: `${pod}.containers[0]` },
      { name: 'args', expression: `${container}.?args.orValue([])` },
      { name: 'disk', expression: "size(variables.args) > 3 ? variables.args[3].replace('--disk=', '', 1) : ''" },
      { name: 'path', expression: "size(variables.args) > 5 ? variables.args[5].replace('--path=', '', 1) : '/'" },
    ],
    validations: [
      ...whoAndWhat(),
      ...metadataShape(),
      ...jobShape(),
      ...podShape(),
      ...containerShape(),
      ...argumentShape(),
    ],
  };
}

function whoAndWhat(): Validation[] {
  return [
    {
      expression: `request.operation != 'CREATE' || request.userInfo.username in ${annotation('repairers')}.split(',')`,
      message: 'only the repairers named on the Namespace may create Jobs here',
    },
    {
      expression: "object.metadata.name.matches('^mount-[a-z0-9-]{1,40}-[0-9a-f]{12}$')",
      message: 'this is not the name of a mount Job',
    },
  ];
}

/** When it is made: name, labels and annotation tell what the Job does, and nothing else hangs on it. */
function metadataShape(): Validation[] {
  const metadata = 'object.metadata';
  const labels =
    "{'app.kubernetes.io/managed-by': 'underpin', 'underpin.dev/disk': string(variables.disk), 'underpin.dev/verb': string(variables.args[2])}";
  const whenMade = (expression: string, message: string) => ({
    expression: `request.operation != 'CREATE' || (${expression})`,
    message,
  });
  return [
    whenMade(
      `size(variables.args) > 3 && ${metadata}.?labels.orValue({}) == ${labels}`,
      'the labels must name the disk and the verb of the arguments, and nothing else',
    ),
    whenMade(
      `${metadata}.?annotations.orValue({}) == {'underpin.dev/node': string(${pod}.?nodeName.orValue(''))}`,
      'the annotation must name the node of the Pod, and nothing else',
    ),
    whenMade(
      `size(${metadata}.?ownerReferences.orValue([])) == 0 && size(${metadata}.?finalizers.orValue([])) == 0`,
      'a mount Job has neither owner nor finalizer',
    ),
  ];
}

const jobKeys = ['activeDeadlineSeconds', 'backoffLimit', 'completionMode', 'completions', 'parallelism'];
const filledInJobKeys = [
  'manualSelector',
  'podReplacementPolicy',
  'selector',
  'suspend',
  'template',
  'ttlSecondsAfterFinished',
];
const podLabels = ['app.kubernetes.io/managed-by', 'underpin.dev/disk', 'controller-uid', 'job-name'];

function jobShape(): Validation[] {
  const prefixed = podLabels.slice(2).map((label) => `batch.kubernetes.io/${label}`);
  return [
    onlyKeys(spec, [...jobKeys, ...filledInJobKeys]),
    is(spec, 'activeDeadlineSeconds', 120),
    is(spec, 'backoffLimit', 0),
    is(spec, 'completions', 1),
    is(spec, 'parallelism', 1),
    is(spec, 'ttlSecondsAfterFinished', 300),
    isIfThere(spec, 'completionMode', 'NonIndexed'),
    isIfThere(spec, 'manualSelector', false),
    isIfThere(spec, 'podReplacementPolicy', 'TerminatingOrFailed'),
    isIfThere(spec, 'suspend', false),
    onlyKeys(`${spec}.template`, ['metadata', 'spec']),
    onlyKeys(`${spec}.template.metadata`, ['creationTimestamp', 'labels']),
    onlyKeys(`${spec}.template.metadata.labels`, [...podLabels, ...prefixed]),
  ];
}

const podKeys = ['automountServiceAccountToken', 'containers', 'enableServiceLinks', 'hostPID', 'nodeName'];
const filledInPodKeys = [
  'dnsPolicy',
  'restartPolicy',
  'schedulerName',
  'securityContext',
  'terminationGracePeriodSeconds',
];

function podShape(): Validation[] {
  return [
    onlyKeys(pod, [...podKeys, ...filledInPodKeys, 'tolerations']),
    { expression: `${pod}.?nodeName.orValue('') != ''`, message: 'pod.nodeName must name a node' },
    is(pod, 'automountServiceAccountToken', false),
    is(pod, 'enableServiceLinks', false),
    is(pod, 'hostPID', true),
    is(pod, 'restartPolicy', 'Never'),
    isIfThere(pod, 'dnsPolicy', 'ClusterFirst'),
    isIfThere(pod, 'schedulerName', 'default-scheduler'),
    isIfThere(pod, 'terminationGracePeriodSeconds', 30),
    isEmptyIfThere(pod, 'securityContext'),
    {
      expression: `size(${pod}.?tolerations.orValue([])) == 1 && ${pod}.tolerations[0] == {'operator': 'Exists'}`,
      message: 'pod.tolerations must be [{operator: Exists}]',
    },
    { expression: `size(${pod}.containers) == 1`, message: 'there must be one container' },
  ];
}

const containerKeys = ['args', 'command', 'image', 'imagePullPolicy', 'name', 'securityContext'];
const filledInContainerKeys = ['resources', 'terminationMessagePath', 'terminationMessagePolicy'];

function containerShape(): Validation[] {
  const command = mountCommand.map((word) => `'${word}'`).join(', ');
  return [
    onlyKeys(container, [...containerKeys, ...filledInContainerKeys]),
    is(container, 'name', 'mount'),
    is(container, 'imagePullPolicy', 'IfNotPresent'),
    is(container, 'terminationMessagePolicy', 'FallbackToLogsOnError'),
    isIfThere(container, 'terminationMessagePath', '/dev/termination-log'),
    isEmptyIfThere(container, 'resources'),
    {
      expression: `${container}.image == ${annotation('mount-image')} && ${container}.image.matches('@sha256:[0-9a-f]{64}$')`,
      message: 'the image must be the one named on the Namespace, pinned by digest',
    },
    { expression: `${container}.?command.orValue([]) == [${command}]`, message: 'the command is another' },
    {
      expression: `${container}.?securityContext.orValue({}) == {'privileged': true}`,
      message: 'container.securityContext must be {privileged: true}',
    },
  ];
}

/** The table that the builder of the Job checks with. */
function argumentShape(): Validation[] {
  const count = mountArguments.length + 3;
  const paths = [...systemFolders.map((path) => `variables.path == '${path}'`)].join(' || ');
  const trees = systemTrees.map((tree) => `'${tree}'`).join(', ');
  return [
    { expression: `size(variables.args) == ${count}`, message: `there must be ${count} arguments` },
    { expression: 'variables.args[0] == variables.script', message: 'the script is another one' },
    { expression: "variables.args[1] == 'underpin'", message: "the second argument must be 'underpin'" },
    { expression: "variables.args[2] in ['mount', 'unmount']", message: 'the verb must be mount or unmount' },
    ...mountArguments.map(({ name, pattern }, index) => ({
      expression: `variables.args[${index + 3}].matches(r'^--${name}=(?:${pattern})$')`,
      message: `argument --${name} does not match its pattern`,
    })),
    {
      expression: `!(${paths}) && ![${trees}].exists(tree, variables.path == tree || variables.path.startsWith(tree + '/'))`,
      message: 'the mount path belongs to the node',
    },
  ];
}
