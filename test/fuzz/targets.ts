import { computeAnswers, kubernetesAnswers } from './api-answers.ts';
import { declarations } from './declarations.ts';
import { auditTicks, nodeEvents } from './event-bodies.ts';
import { repairRequests } from './repair-requests.ts';
import { scopeEvents } from './scope-events.ts';
import type { Target } from './target.ts';

export const targets: Target[] = [
  scopeEvents,
  declarations,
  repairRequests,
  nodeEvents,
  auditTicks,
  computeAnswers,
  kubernetesAnswers,
];
