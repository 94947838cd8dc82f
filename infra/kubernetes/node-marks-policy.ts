import type { JsonObject } from '../../shared/model/json.ts';
import { admissionPolicy, unchanged } from './admission-policy.ts';

/** A repairer puts its own labels and annotations on nodes: no taint, no cordon, and no mark of anybody else. */
export function nodeMarksPolicy(repairers: readonly string[]): JsonObject[] {
  return admissionPolicy({
    name: 'underpin-node-marks',
    resource: 'nodes',
    users: repairers,
    validations: [
      { expression: 'object.spec == oldObject.spec', message: 'Underpin may not taint, cordon or change a node' },
      {
        expression: ['finalizers', 'ownerReferences'].map((field) => unchanged(`metadata.${field}`)).join(' && '),
        message: 'Underpin may not say who owns a node',
      },
      { expression: onlyOwnMarks('labels'), message: 'Underpin may write labels under underpin.dev only' },
      { expression: onlyOwnMarks('annotations'), message: 'Underpin may write annotations under underpin.dev only' },
    ],
  });
}

function onlyOwnMarks(field: string): string {
  return `${othersKept('object', 'oldObject', field)} && ${othersKept('oldObject', 'object', field)}`;
}

/** Each mark of the one object that is not ours stands unchanged in the other. */
function othersKept(one: string, other: string, field: string): string {
  const there = `${other}.metadata.?${field}[?key]`;
  const kept = `${there}.hasValue() && ${there}.value() == ${one}.metadata.${field}[key]`;
  return `(!has(${one}.metadata.${field}) || ${one}.metadata.${field}.all(key, key.matches('^([a-z]+[.])?underpin[.]dev/') || (${kept})))`;
}
