import { gzipSync } from 'node:zlib';

export interface Entry {
  readonly path: string;
  readonly content?: string;
  /** `0` file, `1` and `2` links, `5` folder. */
  readonly kind?: string;
}

/** A packed package as npm makes them. */
export function packed(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', kind = '0' }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path, 0);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(kind, 156);
    header.write('ustar\x0000', 257);
    header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
