import type { ErrorFacts } from '../api-error.ts';
import type { FaultRule } from './fault.ts';

const failures: Record<string, ErrorFacts> = {
  'F-04': {
    status: 429,
    reason: 'rateLimitExceeded',
    message:
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'.",
    grpcStatus: 'RESOURCE_EXHAUSTED',
  },
  'F-05': { status: 403, reason: 'rateLimitExceeded', message: 'Rate Limit Exceeded' },
  'F-06': { status: 503, reason: 'backendError', message: 'Service unavailable. Please try again later.' },
  'F-07': { status: 401, reason: 'authError', message: 'Invalid Credentials', grpcStatus: 'UNAUTHENTICATED' },
  'F-08': {
    status: 403,
    reason: 'forbidden',
    message: "Required 'compute.instances.list' permission for 'projects/p'",
  },
  'F-09': { status: 404, reason: 'notFound', message: "The resource 'projects/p' was not found" },
  'F-10': {
    status: 412,
    reason: 'conditionNotMet',
    message: 'Supplied fingerprint does not match current metadata fingerprint.',
  },
  'F-11': {
    status: 400,
    reason: 'resourceInUseByAnotherResource',
    message: "The disk resource 'projects/p/zones/z/disks/d' is already being used by 'projects/p/zones/z/instances/i'",
  },
};

/** The fault of a rule number in its most usual form; F-22 and F-23 are deeds and are written by the story. */
export function faultNumbered(number: FaultNumber): FaultRule {
  return { name: number, fault: catalogue[number] };
}

export type FaultNumber = keyof typeof catalogue;

const operationFailure: ErrorFacts = {
  status: 503,
  reason: 'internalError',
  code: 'INTERNAL_ERROR',
  message: 'Internal error. Please try again or contact Google Support.',
};

const catalogue = {
  'F-01': { kind: 'refused' },
  'F-02': { kind: 'timeout', applied: true },
  'F-03': { kind: 'reset', applied: true },
  'F-04': failure('F-04'),
  'F-05': failure('F-05'),
  'F-06': failure('F-06'),
  'F-07': failure('F-07'),
  'F-08': failure('F-08'),
  'F-09': failure('F-09'),
  'F-10': failure('F-10'),
  'F-11': failure('F-11'),
  'F-12': { kind: 'html', status: 502 },
  'F-13': { kind: 'page', how: 'missing' },
  'F-14': { kind: 'stale', seconds: 60 },
  'F-15': { kind: 'operation error', error: operationFailure },
  'F-16': { kind: 'operation stuck' },
  'F-17': { kind: 'partial', scopes: ['zones/us-central1-b'] },
} as const satisfies Record<string, FaultRule['fault']>;

function failure(number: string): { kind: 'error'; error: ErrorFacts } {
  const error = failures[number];
  if (!error) throw new Error(`No failure is kept under \`${number}\``);
  return { kind: 'error', error };
}

/** Shows late, as a failed operation: the caller may not act as the service account of the VM. */
export const serviceAccountAccessDenied: ErrorFacts = {
  status: 400,
  reason: 'serviceAccountAccessDenied',
  code: 'SERVICE_ACCOUNT_ACCESS_DENIED',
  message:
    "The user does not have access to service account '{account}'.  User: '{user}'.  Ask a project owner to grant you the iam.serviceAccountUser role on the service account",
};
