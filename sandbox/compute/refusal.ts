import { ApiError } from './api-error.ts';

/** The refusals whose words clients lean on; paths begin at `projects/`. */
export const refusal = {
  notFound: (path: string) =>
    new ApiError({ status: 404, reason: 'notFound', message: `The resource '${path}' was not found` }),
  alreadyExists: (path: string) =>
    new ApiError({ status: 409, reason: 'alreadyExists', message: `The resource '${path}' already exists` }),
  inUse: (path: string, user: string) =>
    new ApiError({
      status: 400,
      reason: 'resourceInUseByAnotherResource',
      message: `The ${nounOf(path)} resource '${path}' is already being used by '${user}'`,
    }),
  invalid: (field: string, value: string, why: string) =>
    new ApiError({ status: 400, reason: 'invalid', message: `Invalid value for field '${field}': '${value}'. ${why}` }),
  required: (field: string) =>
    new ApiError({ status: 400, reason: 'required', message: `Required field '${field}' not specified` }),
  condition: (message: string) => new ApiError({ status: 412, reason: 'conditionNotMet', message }),
  notReady: (path: string) =>
    new ApiError({ status: 400, reason: 'resourceNotReady', message: `The resource '${path}' is not ready` }),
  badRequest: (message: string) => new ApiError({ status: 400, reason: 'badRequest', message }),
  invalidUsage: (message: string) => new ApiError({ status: 400, reason: 'invalid', code: 'INVALID_USAGE', message }),
  unsupported: (message: string) =>
    new ApiError({ status: 400, reason: 'badRequest', code: 'UNSUPPORTED_OPERATION', message }),
  limitExceeded: (message: string) => new ApiError({ status: 403, reason: 'limitExceeded', message }),
};

/** `instance_group_manager` of `projects/p/zones/z/instanceGroupManagers/n`. */
function nounOf(path: string): string {
  const collection = path.split('/').at(-2) ?? '';
  const singular = collection === 'addresses' ? 'address' : collection.replace(/s$/, '');
  return singular.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
