import type { KubernetesObject } from '../object.ts';
import { objectAt } from '../object.ts';
import type { Resource } from '../resource-table.ts';
import type { FieldError } from '../status.ts';
import { invalidValue, requiredValue } from './field-error.ts';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const qualifiedText =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const labelValueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const annotationsLimitBytes = 262_144;

export function validateMetadata(object: KubernetesObject, resource: Resource): FieldError[] {
  return [...validateName(object.metadata.name, resource), ...validateLabels(object), ...validateAnnotations(object)];
}

function validateName(name: string, { group, kind }: Resource): FieldError[] {
  if (!name) return [requiredValue('metadata.name', 'name or generateName is required')];
  if (group === 'rbac.authorization.k8s.io')
    return /[/%]|^\.\.?$/.test(name) ? [invalidValue('metadata.name', name, "may not contain '/' or '%'")] : [];
  const [pattern, text, limit] =
    kind === 'Namespace' || (kind === 'Service' && group === '')
      ? [label, labelText, 63]
      : [subdomain, subdomainText, 253];
  return [
    ...(name.length > limit ? [invalidValue('metadata.name', name, `must be no more than ${limit} characters`)] : []),
    ...(pattern.test(name) ? [] : [invalidValue('metadata.name', name, text)]),
  ];
}

function validateLabels(object: KubernetesObject): FieldError[] {
  return Object.entries(objectAt(object.metadata, 'labels')).flatMap(([key, value]) => [
    ...validateKey('metadata.labels', key),
    ...(String(value).length > 63
      ? [invalidValue('metadata.labels', value, 'must be no more than 63 characters')]
      : []),
    ...(labelValue.test(String(value)) ? [] : [invalidValue('metadata.labels', value, labelValueText)]),
  ]);
}

function validateAnnotations(object: KubernetesObject): FieldError[] {
  const annotations = Object.entries(objectAt(object.metadata, 'annotations'));
  const size = annotations.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  const tooLong: FieldError[] =
    size > annotationsLimitBytes
      ? [
          {
            field: 'metadata.annotations',
            reason: 'FieldValueTooLong',
            message: `Too long: may not be more than ${annotationsLimitBytes} bytes`,
          },
        ]
      : [];
  return [...annotations.flatMap(([key]) => validateKey('metadata.annotations', key.toLowerCase())), ...tooLong];
}

function validateKey(field: string, key: string): FieldError[] {
  const slash = key.lastIndexOf('/');
  const name = key.slice(slash + 1);
  const errors = qualifiedName.test(name) && name.length <= 63 ? [] : [invalidValue(field, key, qualifiedText)];
  const isPrefixGood = slash < 0 || subdomain.test(key.slice(0, slash));
  return isPrefixGood ? errors : [...errors, invalidValue(field, key, `prefix part ${subdomainText}`)];
}
