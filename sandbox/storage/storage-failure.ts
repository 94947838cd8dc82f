import { ApiError } from '../compute/api-error.ts';

/** Cloud Storage words its errors as Compute Engine does: a code, a message and `errors[]` with a reason. */
export class StorageFailure extends ApiError {
  constructor(status: number, reason: string, message: string) {
    super({ status, reason, message });
  }
}
