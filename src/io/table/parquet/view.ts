/** The same bytes, to be read and written as numbers of any size at any place. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView<ArrayBufferLike> {
  return new DataView(buffer, byteOffset, byteLength);
}
