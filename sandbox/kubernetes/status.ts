import type { JsonObject } from '../../shared/model/json.ts';

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason?: string; message: string; field?: string }[];
  retryAfterSeconds?: number;
}

/** A refusal in the words of the API server; handle.ts turns it into an answer. */
export class StatusError extends Error {
  override name = 'StatusError';
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export function statusBody({
  code,
  reason,
  message,
  details,
}: Pick<StatusError, 'code' | 'reason' | 'message' | 'details'>): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason ? { reason } : {}),
    ...(details ? { details: details as JsonObject } : {}),
    code,
  };
}

/** Whom a refusal is about. */
export interface Subject {
  group: string;
  plural: string;
  kind: string;
  name: string;
}

export function notFound({ group, plural, name }: Omit<Subject, 'kind'>): StatusError {
  return new StatusError(
    404,
    'NotFound',
    `${qualified(plural, group)} "${name}" not found`,
    detailsOf(plural, group, name),
  );
}

export function alreadyExists({ group, plural, name }: Omit<Subject, 'kind'>): StatusError {
  const message = `${qualified(plural, group)} "${name}" already exists`;
  return new StatusError(409, 'AlreadyExists', message, detailsOf(plural, group, name));
}

export function conflict({ group, plural, name }: Omit<Subject, 'kind'>, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(plural, group)} "${name}": ${why}`;
  return new StatusError(409, 'Conflict', message, detailsOf(plural, group, name));
}

export const modified = 'the object has been modified; please apply your changes to the latest version and try again';

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

/** No such path: the API server's words for a resource it does not serve. */
export function unknownPath(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export interface FieldError {
  field: string;
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldValueNotSupported`, `FieldValueDuplicate`, `FieldValueForbidden` … */
  reason: string;
  message: string;
}

export function invalid({ group, kind, name }: Omit<Subject, 'plural'>, errors: readonly FieldError[]): StatusError {
  const told = errors.map(({ field, message }) => `${field}: ${message}`);
  const list = told.length === 1 ? told[0] : `[${told.join(', ')}]`;
  const message = `${qualified(kind, group)} "${name}" is invalid: ${list}`;
  return new StatusError(422, 'Invalid', message, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind,
    causes: [...errors],
  });
}

function qualified(name: string, group: string): string {
  return group ? `${name}.${group}` : name;
}

function detailsOf(plural: string, group: string, name: string): StatusDetails {
  return { name, ...(group ? { group } : {}), kind: plural };
}
