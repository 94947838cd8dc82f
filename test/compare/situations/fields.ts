import { holdsAddress } from '../../../shared/compare/address.ts';
import apiTypes from '../../../shared/compare/api-types.json' with { type: 'json' };
import { type ApiType, parseType } from '../../../shared/compare/api-types.ts';
import { defaultOf, isChosenByServer, isGated, versionless } from '../../../shared/compare/defaults.ts';
import { saysNothing } from '../../../shared/compare/empty.ts';

/** All fields that the API has, of which something has to be known: what the server does with them. */
export function fieldTexts(): [string, () => string][] {
  const known = new Map<string, string>();
  for (const [name, fields] of Object.entries(apiTypes.types))
    for (const [field, spelled] of Object.entries(fields)) {
      const path = `${versionless(name)}.${field}`;
      const facts = factsOf(path, parseType(spelled));
      if (facts.length > 0) known.set(path, facts.join('\n'));
    }
  return [...known].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([path, text]) => [path, () => text]);
}

function factsOf(path: string, type: ApiType): string[] {
  const fallback = defaultOf(path, {});
  return [
    ...(fallback === undefined ? [] : [`when zero it becomes ${JSON.stringify(fallback)}`]),
    ...(isChosenByServer(path) ? ['when zero the server chooses'] : []),
    ...(isGated(path) && !path.startsWith('resource.') ? ['may be dropped: a feature gate'] : []),
    ...(holdsAddress(path) ? ['an address'] : []),
    ...(type.form === 'struct' && type.pointer && saysNothing({}, type) ? ['says nothing when empty'] : []),
  ];
}
