import type { PlantedBug } from './planted-bug.ts';

export const networkBugs: readonly PlantedBug[] = [
  {
    name: 'wide-open',
    thought: 'a firewall that lets nobody in is no use',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: 'const patch = pick(body, differing);',
        put: "const patch = { ...pick(body, differing), sourceRanges: ['0.0.0.0/0'] };",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'rule-made-anew',
    thought: 'delete and insert change whatever there is',
    changes: [
      {
        file: 'shared/apply/set-forwarding-rule-target.ts',
        find: `const path = \`\${referencePath(forwardingRule)}/setTarget\`;\n  await change('POST', path, { body: { target: referencePath(pool) }, context });`,
        put: "const path = referencePath(forwardingRule);\n  await context.clients.compute.rest('DELETE', path);\n  const { id: _id, selfLink: _link, ...rest } = before;\n  await change('POST', path.slice(0, path.lastIndexOf('/')), { body: { ...rest, target: referencePath(pool) }, context });",
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'any-address',
    thought: 'the API picks one',
    changes: [
      { file: 'shared/plan/rules/forwarding-rules.ts', find: 'IPAddress: address.ip,\n', put: '' },
      { file: 'shared/apply/create-forwarding-rule.ts', find: 'found.address === body.IPAddress &&', put: '' },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'events-create',
    thought: 'what is missing is missing',
    changes: [
      {
        file: 'shared/plan/allowed.ts',
        find: "'add-pool-members',\n",
        put: "'add-pool-members',\n  'create-pool',\n  'create-disk',\n  'patch-firewall',\n  'set-forwarding-rule-target',\n",
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'switched-on-first',
    thought: 'first on, then right',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: 'const patch = pick(body, differing);',
        put: "const patch = pick(body, differing.includes('disabled') ? ['disabled'] : differing);",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'empty-pool-soon-full',
    thought: 'the members come later',
    changes: [
      {
        file: 'shared/apply/set-forwarding-rule-target.ts',
        find: 'if (!Array.isArray(members) || members.length === 0)',
        put: 'if (!livePool)',
      },
    ],
    caughtBy: ['I-10'],
  },
  {
    name: 'addresses-tidied',
    thought: 'an address without users costs money',
    changes: [
      {
        file: 'shared/apply/create-forwarding-rule.ts',
        find: 'const missing = await whatIsMissing(action.requires, context);',
        put: `await context.lease?.confirm(context.runtime.now());\n  const list = await context.clients.compute.rest('GET', \`projects/\${project}/regions/\${location}/addresses\`);\n  for (const one of Array.isArray(list.items) ? list.items : []) {\n    const other = one as JsonObject;\n    if (!Array.isArray(other.users) || other.users.length === 0) await context.clients.compute.rest('DELETE', \`projects/\${project}/regions/\${location}/addresses/\${other.name}\`);\n  }\n  const missing = await whatIsMissing(action.requires, context);`,
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'forwarding-rule-of-a-service',
    thought: 'a target can be changed',
    changes: [
      {
        file: 'shared/plan/rules/forwarding-rules.ts',
        find: "present?.collection === 'targetPools' && !owner",
        put: "present?.collection === 'targetPools'",
      },
      {
        file: 'shared/apply/set-forwarding-rule-target.ts',
        find: 'const owner = serviceIn(before.description);',
        put: 'const owner = null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'status-of-any-class',
    thought: 'the declaration says whose it is',
    changes: [
      {
        file: 'shared/plan/rules/service-status.ts',
        find: 'if (service?.loadBalancerClass !== loadBalancerClass) return [];',
        put: 'if (!service) return [];',
      },
      {
        file: 'shared/apply/set-service-status.ts',
        find: 'if (present === loadBalancerClass) return null;',
        put: 'if (present !== undefined) return null;',
      },
      {
        file: 'shared/observe/traffic.ts',
        find: 'spec?.loadBalancerClass === loadBalancerClass && !status',
        put: 'spec !== undefined && !status',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'better-a-shared-tag-than-none',
    thought: 'nobody gets in without one',
    changes: [
      {
        file: 'shared/plan/traffic/pool-nodes.ts',
        find: '{ tags: [], why: whyShared(shared, others) }',
        put: '{ tags: shared.slice(-1), why: null }',
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'any-tag-of-the-nodes',
    thought: 'all nodes have it',
    changes: [
      {
        file: 'shared/plan/traffic/pool-nodes.ts',
        find: 'shared.find((tag) => !others.some(({ tags }) => tags.includes(tag)))',
        put: 'shared[0]',
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'firewall-of-others-adopted',
    thought: 'it does what is declared',
    changes: [
      {
        file: 'shared/plan/traffic/matching-firewall.ts',
        find: 'return !others.some((one) => targets(firewall, one));',
        put: 'return true;',
      },
      {
        file: 'shared/plan/traffic/firewall-differences.ts',
        find: 'if (strange.length === 0) return null;',
        put: 'if (strange.length >= 0) return null;',
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'firewall-for-vms-unseen',
    thought: 'the firewall was read',
    changes: [
      {
        file: 'shared/plan/rules/firewalls.ts',
        find: "const blockedBy = gapIn(one.live, ['firewalls', 'instances', 'managedGroups']);",
        put: "const blockedBy = gapIn(one.live, ['firewalls']);",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'wider-for-strange-tags',
    thought: 'the declared sources may come in',
    changes: [{ file: 'shared/plan/traffic/firewall-differences.ts', find: 'opens: isNarrower', put: 'opens: false' }],
    caughtBy: ['I-16'],
  },
  {
    name: 'there-so-as-wanted',
    thought: 'somebody was faster, so it is there',
    changes: [{ file: 'shared/apply/resource.ts', find: 'return isAsWanted(before)', put: 'return before' }],
    caughtBy: ['I-16'],
  },
  {
    name: 'rule-was-nobodys',
    thought: 'the plan has looked whose it is',
    changes: [
      {
        file: 'shared/apply/set-forwarding-rule-target.ts',
        find: 'const owner = serviceIn(before.description);',
        put: 'const owner = null;',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'compare-only-what-is-written',
    thought: 'a field that is not sent cannot be overwritten, so it may have changed',
    changes: [
      {
        file: 'shared/apply/patch-firewall.ts',
        find: '  const kept = Object.keys(replaces).filter((field) => !(field in body));\n  const moved = [...differing, ...kept].filter((field) => !isSame(field, before[field], replaces[field]));',
        put: '  const moved = differing.filter((field) => !isSame(field, before[field], replaces[field]));',
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'open-as-kubernetes-does',
    thought: 'a Service without loadBalancerSourceRanges is open to all, as Kubernetes has it',
    changes: [
      {
        file: 'shared/model/exposure.ts',
        find: 'const sources = listOf(loadBalancerSourceRanges)',
        put: "const sources = listOf(loadBalancerSourceRanges ?? ['0.0.0.0/0'])",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'others-that-run',
    thought: 'a VM that is switched off listens to nothing, so a shared tag opens nothing',
    changes: [
      {
        file: 'shared/plan/traffic/pool-nodes.ts',
        find: '({ id, networks }) => networks.includes(network) && !ours.has(id)',
        put: "({ id, networks, status }) => networks.includes(network) && !ours.has(id) && status === 'RUNNING'",
      },
    ],
    caughtBy: ['I-16'],
  },
  {
    name: 'no-service-says-where-it-answers',
    thought: 'who exposes a Service has written its address, once',
    changes: [
      {
        file: 'shared/plan/rules/service-status.ts',
        find: 'return openedBy(declared).flatMap((one) => {\n    const service',
        put: 'return openedBy(declared).slice(9).flatMap((one) => {\n    const service',
      },
    ],
    caughtBy: ['I-22'],
  },
];
