import { annotation } from './mount-expressions.ts';

const controllers = ['system:serviceaccount:kube-system:job-controller', 'system:kube-controller-manager'];
const image = 'object.spec.containers[0].image';

/**
 * Pods: only those the Job controller makes for an admitted Job; what it makes follows the Job, so that here only who
 * made it and what may change later (the image) are looked at.
 */
export const podRules = {
  name: 'underpin-mount-pods',
  rule: {
    apiGroups: [''],
    resources: ['pods', 'pods/ephemeralcontainers', 'pods/resize'],
    operations: ['CREATE', 'UPDATE'],
  },
  variables: [{ name: 'owners', expression: 'object.metadata.?ownerReferences.orValue([])' }],
  validations: [
    {
      expression: `request.operation != 'CREATE' || request.userInfo.username in [${controllers.map((name) => `'${name}'`).join(', ')}]`,
      message: 'Pods here come from the Job controller only',
    },
    {
      expression:
        "size(variables.owners) == 1 && variables.owners[0].kind == 'Job' && variables.owners[0].apiVersion == 'batch/v1' && variables.owners[0].?controller == optional.of(true)",
      message: 'a Pod here must belong to a mount Job',
    },
    {
      expression: `size(object.spec.containers) == 1 && ${image} == ${annotation('mount-image')}`,
      message: 'a Pod here has one container, of the image named on the Namespace',
    },
    {
      expression:
        'size(object.spec.?initContainers.orValue([])) == 0 && size(object.spec.?ephemeralContainers.orValue([])) == 0',
      message: 'a Pod here has no other containers',
    },
    { expression: "request.?subResource.orValue('') == ''", message: 'nothing is added to a Pod here' },
  ],
};

/** Whoever gets a shell in such a Pod has the node. */
export const sessionRules = {
  name: 'underpin-mount-sessions',
  rule: {
    apiGroups: [''],
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'],
    operations: ['CONNECT'],
  },
  variables: [],
  validations: [{ expression: 'false', message: 'nobody enters the Pods here; read their logs' }],
};
