import type { JsonObject } from '../../shared/model/json.ts';
import { admissionPolicy, unchanged } from './admission-policy.ts';

/** A repairer writes the addresses into the status of Services that are Underpin's own, and touches nothing else of any. */
export function serviceStatusPolicy(repairers: readonly string[]): JsonObject[] {
  return admissionPolicy({
    name: 'underpin-service-status',
    resource: 'services/status',
    users: repairers,
    validations: [
      {
        expression: 'object.spec.?loadBalancerClass.orValue("") == "underpin.dev/target-pool"',
        message: 'Underpin may write the status of Services with loadBalancerClass underpin.dev/target-pool only',
      },
      {
        expression: 'object.status.loadBalancer.?ingress.orValue([]).all(one, has(one.ip) && !has(one.hostname))',
        message: 'an ingress of Underpin is an address',
      },
      {
        expression: ['labels', 'annotations', 'finalizers', 'ownerReferences']
          .map((field) => unchanged(`metadata.${field}`))
          .concat(unchanged('status.conditions'))
          .join(' && '),
        message: 'Underpin may write status.loadBalancer of a Service and nothing else',
      },
    ],
  });
}
