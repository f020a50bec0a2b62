import { fail } from '../../../core/base/fault.ts';
import { isMap, Moment, type Data, type DataMap } from '../formats/data.ts';

/** Where a value came from. A local one (written in dvc.yaml itself) is never tracked. */
export interface Origin {
  readonly source: string | null;
  readonly path: string;
}

/** A value of a template's context with its origin, so that what a stage used can be told afterwards. */
export type Node = LeafNode | ListNode | MapNode;
export interface LeafNode {
  readonly kind: 'leaf';
  readonly value: Exclude<Data, Data[] | DataMap>;
  readonly origin: Origin;
}
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly origin: Origin;
}
export interface MapNode {
  readonly kind: 'map';
  readonly entries: Map<string, Node>;
  readonly origin: Origin;
}

export const local: Origin = { source: null, path: '' };

export function toNode(value: Data, origin: Origin): Node {
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item, index) => toNode(item, below(origin, String(index)))), origin };
  }
  if (isMap(value)) {
    const entries = new Map<string, Node>();
    for (const [key, one] of Object.entries(value)) entries.set(key, toNode(one, below(origin, key)));
    return { kind: 'map', entries, origin };
  }
  if (value instanceof Moment) throw noDate(origin);
  return { kind: 'leaf', value, origin };
}

/** Refuses what `toNode` refuses, without building nodes that nobody asks for. */
export function checkNode(value: Data, origin: Origin): void {
  if (value instanceof Moment) throw noDate(origin);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) checkInner(item, origin, String(index));
  else if (isMap(value)) for (const key in value) checkInner(value[key] ?? null, origin, key);
}

function checkInner(value: Data, origin: Origin, key: string): void {
  // Most values are plain, and a place costs more than the look at them.
  if (typeof value === 'object' && value !== null) checkNode(value, below(origin, key));
}

function noDate({ source, path }: Origin): Error {
  return fail('corrupt', `A date cannot be used in templates (${source ?? 'vars'}:${path}).`);
}

function below(origin: Origin, key: string): Origin {
  return { source: origin.source, path: origin.path === '' ? key : `${origin.path}.${key}` };
}

export function fromNode(node: Node): Data {
  if (node.kind === 'leaf') return node.value;
  if (node.kind === 'list') return node.items.map(fromNode);
  const map: DataMap = {};
  for (const [key, one] of node.entries) map[key] = fromNode(one);
  return map;
}
