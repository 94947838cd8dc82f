import type { AnyNode, ArrayExpression, CallExpression, Literal, ObjectExpression } from 'acorn';

export interface Edit {
  start: number;
  end: number;
  text: string;
}

type Place = { parents: AnyNode[]; code: string };
type Operator<T extends AnyNode['type']> = (node: Extract<AnyNode, { type: T }>, place: Place) => Edit[];

/** What a slip of the pen, or a misread rule, would do to each kind of node. Prose (a text with a blank in it) is left alone. */
const operators: { [T in AnyNode['type']]?: Operator<T> } = {
  IfStatement: ({ test }) => eitherWay(test),
  ConditionalExpression: ({ test }) => eitherWay(test),
  BinaryExpression: (node, { code }) => [
    ...(comparisons.has(node.operator) ? eitherWay(node) : []),
    ...(isText(node.left) || isText(node.right) ? [] : otherOperator(node, code)),
  ],
  LogicalExpression: (node, { code }) => [
    ...(node.operator === '??' ? [] : eitherWay(node)),
    ...otherOperator(node, code),
  ],
  AssignmentExpression: (node, { code }) => otherOperator(node, code),
  UnaryExpression: ({ start, operator }) =>
    operator === '!' || operator === '-' ? [{ start, end: start + 1, text: '' }] : [],
  UpdateExpression: (node) => [replaced(node, node.operator === '++' ? '0' : '1')],
  Literal: literal,
  TemplateLiteral: (node, { code }) => (/\s/.test(textOf(node, code)) ? [] : [replaced(node, "''")]),
  ArrayExpression: fewerElements,
  ObjectExpression: fewerProperties,
  CallExpression: otherCall,
  MemberExpression: ({ optional, computed, object, property }, { code }) =>
    optional ? [withoutQuestionMark(code, object.end, property.start, computed ? '' : '.')] : [],
  ExpressionStatement: (node) => ('directive' in node ? [] : [replaced(node, ';')]),
  ContinueStatement: (node) => [replaced(node, ';')],
  BreakStatement: (node, { parents }) => (parents[0]?.type === 'SwitchCase' ? [] : [replaced(node, ';')]),
};

export function editsOf(node: AnyNode, parents: AnyNode[], code: string): Edit[] {
  const operator = operators[node.type] as Operator<typeof node.type> | undefined;
  return operator?.(node as never, { parents, code }) ?? [];
}

const comparisons = new Set(['===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);

const others: Readonly<Record<string, string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '??=': ['='],
};

function otherOperator(
  node: Extract<AnyNode, { left: AnyNode; right: AnyNode; operator: string }>,
  code: string,
): Edit[] {
  const start = code.indexOf(node.operator, node.left.end);
  const end = start + node.operator.length;
  // `a || b ?? c` is no JavaScript without brackets.
  const whole = (other: string) =>
    replaced(node, `((${textOf(node.left, code)}) ${other} (${textOf(node.right, code)}))`);
  const isLogical = node.type === 'LogicalExpression';
  return (others[node.operator] ?? []).map((text) => (isLogical ? whole(text) : { start, end, text }));
}

function eitherWay(node: AnyNode): Edit[] {
  return [replaced(node, 'true'), replaced(node, 'false')];
}

function literal(node: Literal, { parents, code }: Place): Edit[] {
  const [parent] = parents;
  const { value } = node;
  if (node.regex) return withoutAnchors(node, code);
  if (typeof value === 'boolean') return [replaced(node, String(!value))];
  if (typeof value === 'number') return [replaced(node, String(value + 1))];
  if (typeof value !== 'string' || /\s/.test(value) || isName(node, parent)) return [];
  // `const [zone = '']` satisfies the compiler and is never taken.
  if (value === '' && parent?.type === 'AssignmentPattern') return [];
  return [replaced(node, value === '' ? "'mutated'" : "''")];
}

function isName(node: Literal, parent: AnyNode | undefined): boolean {
  if (parent?.type === 'Property') return parent.key === node;
  return parent !== undefined && /^(?:Import|Export)/.test(parent.type);
}

function withoutAnchors(node: Literal, code: string): Edit[] {
  const text = textOf(node, code);
  const edits = [text.replace('/^', '/'), text.replace(/\$(\/[a-z]*)$/, '$1')];
  return edits.filter((edit) => edit !== text).map((edit) => replaced(node, edit));
}

function fewerElements(node: ArrayExpression, { code }: Place): Edit[] {
  const { elements } = node;
  const spread = elements.flatMap((one, at) =>
    one?.type === 'SpreadElement' ? [without(elements as AnyNode[], at, code)] : [],
  );
  return elements.length === 0 || spread.length > 1 ? spread : [replaced(node, '[]')];
}

function fewerProperties({ properties }: ObjectExpression, { code }: Place): Edit[] {
  return properties.map((_, at) => without(properties, at, code));
}

function without(all: AnyNode[], at: number, code: string): Edit {
  const { start, end } = all[at] as AnyNode;
  const comma = /^\s*,/.exec(code.slice(end))?.[0] ?? '';
  return { start, end: end + comma.length, text: '' };
}

const otherMethods = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['min', 'max'],
  ['max', 'min'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
  ['add', 'delete'],
]);
const leftOut = new Set([
  'filter',
  'sort',
  'toSorted',
  'slice',
  'trim',
  'toLowerCase',
  'toUpperCase',
  'reverse',
  'catch',
]);

function otherCall({ callee, optional, start, end, arguments: given }: CallExpression, { code }: Place): Edit[] {
  if (optional) return [withoutQuestionMark(code, callee.end, given[0]?.start ?? end, '')];
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
  const { property } = callee;
  const other = otherMethods.get(property.name);
  if (other) return [replaced(property, other)];
  const called = code.slice(start, property.start).replace(/\??\.\s*$/, '');
  return leftOut.has(property.name) ? [{ start, end, text: called }] : [];
}

function withoutQuestionMark(code: string, from: number, to: number, instead: string): Edit {
  const start = code.indexOf('?.', from);
  return { start, end: Math.min(start + 2, to), text: instead };
}

function replaced({ start, end }: AnyNode, text: string): Edit {
  return { start, end, text };
}

function isText(node: AnyNode): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

function textOf({ start, end }: AnyNode, code: string): string {
  return code.slice(start, end);
}
