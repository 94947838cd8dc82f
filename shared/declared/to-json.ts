import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json, JsonObject } from '../model/json.ts';
import type { TextProblem } from './compose.ts';
import { isMergeKey, keyOf } from './key.ts';
import { limits } from './limits.ts';
import { collectionTagProblem, meaningOf } from './scalar.ts';

export interface Conversion {
  value: Json;
  problems: TextProblem[];
  warnings: TextProblem[];
}

/** What kubectl makes of a document, with the places where kubectl, or Underpin, refuses it. */
export function toJson(root: unknown): Conversion {
  const converter = new Converter();
  const value = converter.convert(root, 0);
  return { value, problems: converter.problems, warnings: converter.warnings };
}

class Converter {
  problems: TextProblem[] = [];
  warnings: TextProblem[] = [];
  /** As met on the way: an anchor may be set again, and the latest counts. */
  #anchors = new Map<string, Node>();
  /** What is being converted now: an alias to one of these would have no end. */
  #open = new Set<unknown>();
  #converted = 0;

  convert(node: unknown, depth: number): Json {
    const found = this.#resolve(node);
    this.#converted += 1;
    if (this.#converted > limits.valuesPerDocument) return this.#refuse(node, 'more values than a document may hold');
    if (depth > limits.depth) return this.#refuse(node, `nested more than ${limits.depth} levels deep`);
    if (isScalar(found)) return this.#scalar(found);
    if (isMap(found)) return this.#inside(found, () => this.#object(found, depth));
    if (isSeq(found)) return this.#inside(found, () => found.items.map((item) => this.convert(item, depth + 1)));
    return null;
  }

  #resolve(node: unknown): unknown {
    if (!isAlias(node)) {
      if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) this.#anchor(node.anchor, node);
      return node;
    }
    const target = this.#anchors.get(node.source);
    if (target === undefined) return this.#refuse(node, `no anchor \`&${node.source}\` before this alias`);
    if (this.#open.has(target)) return this.#refuse(node, `the anchor \`&${node.source}\` contains itself`);
    return target;
  }

  #anchor(name: string, node: Node): void {
    if (/[^\w-]/.test(name)) this.#refuse(node, `the anchor \`&${name}\`: kubectl takes letters, digits, - and _`);
    this.#anchors.set(name, node);
  }

  #inside(node: YAMLMap | YAMLSeq, convert: () => Json): Json {
    const problem = collectionTagProblem(node.tag);
    if (problem !== undefined) return this.#refuse(node, problem);
    this.#open.add(node);
    const value = convert();
    this.#open.delete(node);
    return value;
  }

  #scalar(scalar: Scalar): Json {
    const meaning = meaningOf(scalar);
    if ('problem' in meaning) return this.#refuse(scalar, meaning.problem);
    if (meaning.kind === 'float' && !Number.isFinite(meaning.value)) {
      return this.#refuse(scalar, `\`${scalar.source}\` has no place in JSON: quote it if it is text`);
    }
    return Object.is(meaning.value, -0) ? 0 : meaning.value;
  }

  #object(map: YAMLMap, depth: number): JsonObject {
    const object: JsonObject = {};
    const lines = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        this.#merge(object, value, depth);
        continue;
      }
      const text = this.#key(key);
      if (text === undefined) continue;
      if (lines.has(text)) this.#warn(key, `duplicate key \`${text}\`: the last one counts, remove the others`);
      lines.set(text, key);
      object[text] = this.convert(value, depth + 1);
    }
    return object;
  }

  #key(node: unknown): string | undefined {
    const key = keyOf(this.#resolve(node));
    if ('problem' in key) {
      this.#refuse(node, key.problem);
      return undefined;
    }
    return key.text;
  }

  /** kubectl takes merges in the order of the keys: what follows one overrides it, what precedes it is overridden. */
  #merge(object: JsonObject, value: unknown, depth: number): void {
    const source = this.#resolve(value);
    const parts = isSeq(source) && !isAlias(value) ? source.items.toReversed() : [value];
    for (const part of parts) {
      const merged = isMap(this.#resolve(part)) ? this.convert(part, depth) : null;
      if (merged === null) this.#refuse(value, '`<<` takes a mapping, an alias of one, or a list of these');
      Object.assign(object, merged);
    }
  }

  #refuse(node: unknown, message: string): null {
    if (this.problems.length < limits.toldPerDocument) this.problems.push({ offset: offsetOf(node), message });
    return null;
  }

  #warn(node: unknown, message: string): void {
    if (this.warnings.length < limits.toldPerDocument) this.warnings.push({ offset: offsetOf(node), message });
  }
}

function offsetOf(node: unknown): number {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return hasRange ? (node.range?.[0] ?? 0) : 0;
}
