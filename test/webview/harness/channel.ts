/**
 * Crosses the boundary as the editor does: JSON, with typed arrays pulled out by reference to their whole buffer. A
 * Map, a Date or an undefined is lost here exactly as it is there.
 */
const kinds = { Float64Array, Float32Array, Uint8Array, Uint32Array, Int32Array } as const;
type Kind = keyof typeof kinds;

interface Reference {
  readonly $view: Kind;
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

export function crossed(message: unknown): { value: unknown; bytes: number } {
  const buffers: ArrayBuffer[] = [];
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (!ArrayBuffer.isView(value) || !(value.constructor.name in kinds)) return value;
    const view = value as Float64Array<ArrayBuffer>;
    let at = buffers.indexOf(view.buffer);
    if (at < 0) at = buffers.push(view.buffer) - 1;
    return { $view: view.constructor.name as Kind, at, offset: view.byteOffset, length: view.length } satisfies Reference;
  });
  const copies = buffers.map((buffer) => buffer.slice(0));
  const value = JSON.parse(json, (_key, parsed: unknown) => {
    if (typeof parsed !== 'object' || parsed === null || !('$view' in parsed)) return parsed;
    const { $view, at, offset, length } = parsed as Reference;
    const buffer = copies[at];
    return buffer ? new kinds[$view](buffer, offset, length) : null;
  }) as unknown;
  return { value, bytes: json.length + buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0) };
}
