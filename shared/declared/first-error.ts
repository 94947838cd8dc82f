import type { Composer } from 'yaml';

interface Insides {
  errors: unknown[];
  onError(source: unknown, code: string, message: string, isWarning?: boolean): void;
}

/**
 * An Error for each of the many slips of a broken megabyte takes seconds, and one is told. What the library minds and
 * kubectl does not, a `#` without a space before it, is no error.
 */
export function keepFirstError(composer: Composer): Composer {
  const insides = composer as unknown as Insides;
  const tell = insides.onError;
  insides.onError = (source, code, message, isWarning) => {
    const isTolerated = isWarning === true || message.startsWith('Comments must be separated from other tokens');
    if (!isTolerated && insides.errors.length === 0) tell(source, code, message);
  };
  return composer;
}
