export interface Validation {
  expression: string;
  message: string;
}

/** No key but these: what is not known to be harmless is not let in. */
export function onlyKeys(path: string, keys: readonly string[]): Validation {
  const list = keys.map((key) => `'${key}'`).join(', ');
  return {
    expression: `${path}.all(key, key in [${list}])`,
    message: `${shown(path)} may hold ${keys.join(', ')} and nothing else`,
  };
}

export function is(path: string, key: string, value: string | number | boolean): Validation {
  const literal = JSON.stringify(value);
  return {
    expression: `${path}.?${key} == optional.of(${literal})`,
    message: `${shown(path)}.${key} must be ${literal}`,
  };
}

/** For what the API server fills in, or leaves out where it does not know the field yet. */
export function isIfThere(path: string, key: string, value: string | number | boolean): Validation {
  const literal = JSON.stringify(value);
  return {
    expression: `${path}.?${key}.orValue(${literal}) == ${literal}`,
    message: `${shown(path)}.${key} must be ${literal}`,
  };
}

export function isEmptyIfThere(path: string, key: string): Validation {
  return {
    expression: `!has(${path}.${key}) || size(${path}.${key}) == 0`,
    message: `${shown(path)}.${key} must be empty`,
  };
}

/** Of the Namespace, where it is there; else something that equals nobody and no image. */
export function annotation(name: string): string {
  return `namespaceObject.metadata.?annotations['underpin.dev/${name}'].orValue('-')`;
}

function shown(path: string): string {
  return path.replace('variables.', '');
}
