import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import { duckdbAccelerator } from '../../../src/io/duckdb/accelerator.ts';
import { acceleratorFolder } from '../../../src/io/duckdb/place.ts';
import { pinnedPackages, pinnedVersion, type PinnedPackage } from '../../../src/io/duckdb/release.ts';
import { nodeHttp } from '../../../src/io/http.ts';
import { packed, type Entry } from './tar.ts';

const native = `@duckdb/node-bindings-${process.platform}-${process.arch}`;
const manifest = (name: string) => ({ path: 'package/package.json', content: JSON.stringify({ name, version: pinnedVersion }) });
const pinned = (name: string, bytes: Buffer): PinnedPackage => ({ name, sha512: createHash('sha512').update(bytes).digest('base64'), packedBytes: bytes.length, unpackedBytes: 10_000 });

describe('the accelerator is installed from a registry', () => {
  const http = nodeHttp();
  let server: Server;
  let registry = '';
  let cacheFolder = '';
  /** What the registry gives out, by address. */
  const given = new Map<string, Buffer>();
  beforeAll(async () => {
    server = createServer((request, response) => {
      const bytes = given.get(request.url ?? '');
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm/`;
  });
  afterAll(() => {
    http.dispose();
    server.close();
  });
  beforeEach(async () => {
    cacheFolder = await mkdtemp(path.join(tmpdir(), 'mlops-install-'));
  });
  afterEach(async () => {
    given.clear();
    await rm(cacheFolder, { recursive: true, force: true });
  });

  const names = ['@duckdb/node-api', '@duckdb/node-bindings', native];
  /** The registry has these packages; the program expects what `changed` does not change. */
  function accelerator(extra: readonly Entry[] = [], changed: (bytes: Buffer) => Buffer = (bytes) => bytes) {
    const packages = names.map((name) => {
      const bytes = packed([manifest(name), { path: 'package/lib/', kind: '5' }, { path: 'package/lib/a.js', content: name }, ...(name === native ? extra : [])]);
      given.set(`/npm/${name}/-/${name.slice('@duckdb/'.length)}-${pinnedVersion}.tgz`, name === native ? changed(bytes) : bytes);
      return pinned(name, bytes);
    });
    return duckdbAccelerator({ http, cacheFolder, registry: () => registry, packages });
  }
  const signal = new AbortController().signal;
  const left = async () => readdir(path.dirname(acceleratorFolder(cacheFolder))).catch(() => []);

  it('in whole, with progress, and over an older installation', async () => {
    const one = accelerator();
    expect(await one.about()).toMatchObject({ version: pinnedVersion, isInstalled: false, source: registry, unpackedBytes: 30_000 });
    await mkdir(acceleratorFolder(cacheFolder), { recursive: true });
    await writeFile(path.join(acceleratorFolder(cacheFolder), 'older'), '');
    const seen: number[] = [];
    await one.install(signal, ({ receivedBytes, packedBytes }) => seen.push(receivedBytes / packedBytes));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect((await one.about()).isInstalled).toBe(true);
    expect(await readFile(path.join(acceleratorFolder(cacheFolder), 'node_modules', native, 'lib', 'a.js'), 'utf8')).toBe(native);
    expect(await left()).toEqual([path.basename(acceleratorFolder(cacheFolder))]);
    expect(await readdir(acceleratorFolder(cacheFolder))).toEqual(['node_modules']);
  });

  it('by several programs at once, and without what killed ones left', async () => {
    const stale = `${acceleratorFolder(cacheFolder)}.00000000-0000-4000-8000-000000000000`;
    await mkdir(stale, { recursive: true });
    await utimes(stale, 1, 1);
    await Promise.all(Array.from({ length: 8 }, () => accelerator().install(signal)));
    expect((await accelerator().about()).isInstalled).toBe(true);
    expect(await left()).toEqual([path.basename(acceleratorFolder(cacheFolder))]);
    // And again, where every one of them moves aside what it finds.
    await Promise.all(Array.from({ length: 8 }, () => accelerator().install(signal)));
    expect((await accelerator().about()).isInstalled).toBe(true);
    expect(await left()).toEqual([path.basename(acceleratorFolder(cacheFolder))]);
  });

  const flipped = (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1]! ^= 1;
    return copy;
  };
  it.each([
    ['one flipped byte', [], flipped, 'integrity', 'sha512 differs'],
    ['a file that is cut off', [], (bytes: Buffer) => bytes.subarray(0, -20), 'integrity', 'sha512 differs'],
    ['more than it may be', [], (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1_100_000)]), 'tooLarge', 'more than'],
    ['a path that leaves the folder', [{ path: 'package/../../../escaped' }], undefined, 'integrity', 'outside of its folder'],
    ['an absolute path', [{ path: '/tmp/escaped' }], undefined, 'integrity', 'outside of its folder'],
    ['a path of another system', [{ path: 'package/..\\..\\escaped' }], undefined, 'integrity', 'outside of its folder'],
    ['a link', [{ path: 'package/link', kind: '2' }], undefined, 'integrity', 'neither a file nor a folder'],
    ['two files of one name', [{ path: 'package/lib/a.js' }], undefined, 'internal', 'EEXIST'],
  ] satisfies Array<[string, Entry[], ((bytes: Buffer) => Buffer) | undefined, string, string]>)('but not with %s, which leaves nothing', async (_, extra, changed, code, message) => {
    const one = accelerator(extra, changed);
    expect(await one.install(signal).then(() => undefined, toFault)).toMatchObject({ code, message: expect.stringContaining(message) as string });
    expect(await left()).toEqual([]);
    expect((await one.about()).isInstalled).toBe(false);
  });

  it('but not what the registry lacks, and not after a cancel', async () => {
    const one = accelerator();
    given.delete([...given.keys()].at(-1)!);
    expect(await one.install(signal).then(() => undefined, toFault)).toMatchObject({ code: 'notFound', hint: expect.stringContaining('MLOPS_NPM_REGISTRY') as string });
    const control = new AbortController();
    expect(await accelerator().install(control.signal, () => control.abort()).then(() => undefined, toFault)).toMatchObject({ code: 'cancelled' });
    expect(await left()).toEqual([]);
  });

  it('and never shows what the address of a registry lets in with', async () => {
    const about = (registry: string) => duckdbAccelerator({ http, cacheFolder, registry: () => registry, packages: [] }).about();
    for (const address of ['https://me:secret@npm.example.org/npm/', 'me:secret@npm.example.org/npm/', 'https://me:se/cret@npm.example.org/npm/']) {
      const { source } = await about(address);
      expect(source, address).toContain('npm.example.org/npm/');
      expect(source, address).not.toMatch(/secret|cret|me:/);
    }
  });

  it('in one version for six platforms', () => {
    for (const platform of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']) {
      const packages = pinnedPackages(platform)!;
      expect(packages.map(({ name }) => name)).toEqual(['@duckdb/node-api', '@duckdb/node-bindings', `@duckdb/node-bindings-${platform}`]);
      for (const { sha512 } of packages) expect(Buffer.from(sha512, 'base64')).toHaveLength(64);
    }
    expect(pinnedPackages('linux-x64-musl')).toBeUndefined();
  });

  it('unless it is there in another version', async () => {
    const one = accelerator();
    await one.install(signal);
    await writeFile(path.join(acceleratorFolder(cacheFolder), 'node_modules', native, 'package.json'), '{"version":"1.5.6"}');
    expect((await one.about()).isInstalled).toBe(false);
  });
});
