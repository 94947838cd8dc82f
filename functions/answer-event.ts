import { messageOf, RefusedError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';

/**
 * Throw = redeliver, return = acknowledge, decided here and nowhere else. Only what no redelivery can change is
 * acknowledged; the dead-letter topic bounds the rest. The outcome is on record before either (I-29).
 */
export async function answerEvent(log: Log, answer: () => Promise<void>): Promise<void> {
  try {
    await answer();
  } catch (error) {
    if (error instanceof RefusedError) {
      log.warning('acknowledged without action', { why: error.message });
      return;
    }
    log.error('to be delivered again', {
      why: messageOf(error),
      error: error instanceof Error ? error.name : typeof error,
    });
    throw error;
  }
}
