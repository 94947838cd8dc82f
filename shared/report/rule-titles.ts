/** What a rule is about, by the letter of its number. */
export function ruleTitle(rule: string): string {
  return titles[rule] ?? areas[rule.charAt(0)] ?? 'Declared and live state';
}

const areas: Record<string, string> = {
  P: 'Target pools follow the nodes',
  N: 'Forwarding rules, addresses and firewalls are as declared',
  D: 'Disks are attached and mounted as declared',
  C: 'Kubernetes objects are as declared',
  I: 'What must never be broken',
  W: "Underpin's own wiring",
};

const titles: Record<string, string> = {
  'C-09': 'What could not be looked at is unknown',
  'C-11': 'Ignore rules have a reason, an owner and an end',
  'C-15': 'Declarations are read as meant',
  'C-16': 'Changed by hand, and declared nowhere',
  'N-07': 'A packet reaches a ready pod from every node of the pool',
  'N-10': 'Left over: no declaration and no user',
  'P-09': 'Excluded from load balancers',
  'P-17': 'The managed group keeps the pool by itself',
};
