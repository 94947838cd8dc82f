/** Number -> name of the JSON field, with `*` when it is bytes, or the fields of what stands in its place. */
export interface FieldNumbers {
  [number: string]: string | FieldNumbers;
}
