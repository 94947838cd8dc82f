import type { Finding } from '../../model/finding.ts';
import type { ObservedObject, ObservedObjects } from '../../model/objects.ts';
import { deletingObject } from './deleting-object.ts';
import { differingObject } from './differing-object.ts';
import { missingObject } from './missing-object.ts';
import { notKeptObject } from './not-kept-object.ts';
import { strayObject } from './stray-object.ts';
import { undeclaredChange } from './undeclared-change.ts';
import { unknownObject } from './unknown-object.ts';
import { unservedObject } from './unserved-object.ts';

/** What the declared Kubernetes objects and the live ones differ in. One object in error hides none of the others. */
export function stackObjectFindings({ objects, strays }: ObservedObjects): Finding[] {
  return [...objects.flatMap(findingsOf), ...strays.map(strayObject)];
}

const rules = {
  'in-sync': () => [],
  'not-compared': () => [],
  'not-kept': notKeptObject,
  missing: missingObject,
  deleting: deletingObject,
  'not-served': unservedObject,
  differs: differingObject,
  unknown: unknownObject,
} as const satisfies Record<ObservedObject['result']['state'], (object: ObservedObject) => Finding[]>;

function findingsOf(object: ObservedObject): Finding[] {
  return [...rules[object.result.state](object), ...undeclaredChange(object)];
}
