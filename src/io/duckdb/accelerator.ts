import { fail } from '../../core/base/fault.ts';
import type { Accelerator } from '../../core/port/accelerator.ts';
import type { Http } from '../../core/port/http.ts';
import { install } from './install.ts';
import { acceleratorFolder, isInstalled, thisPlatform } from './place.ts';
import { pinnedPackages, pinnedVersion, type PinnedPackage } from './release.ts';

const defaultRegistry = 'https://registry.npmjs.org';

export interface AcceleratorParts {
  readonly http: Http;
  readonly cacheFolder: string;
  /** Asked when it is needed: a setting may change. */
  readonly registry: () => string | undefined;
  /** Default: those of this machine. */
  readonly packages?: readonly PinnedPackage[];
}

/** DuckDB from an npm registry, in the user's cache folder. */
export function duckdbAccelerator({ http, cacheFolder, registry, packages }: AcceleratorParts): Accelerator {
  const folder = acceleratorFolder(cacheFolder);
  const source = () => registry() ?? defaultRegistry;
  const found = () => packages ?? pinnedPackages(thisPlatform());
  const unsupported = () => `DuckDB ${pinnedVersion} is not there for ${thisPlatform()}.`;
  return {
    about: async () => {
      const all = found();
      const sum = (pick: (one: PinnedPackage) => number) => (all ?? []).reduce((bytes, one) => bytes + pick(one), 0);
      return {
        name: 'DuckDB',
        version: pinnedVersion,
        isInstalled: await isInstalled(folder),
        unsupported: all === undefined ? unsupported() : undefined,
        packedBytes: sum((one) => one.packedBytes),
        unpackedBytes: sum((one) => one.unpackedBytes),
        source: shown(source()),
      };
    },
    install: async (signal, onProgress) => {
      const all = found();
      if (all === undefined) throw fail('unsupported', unsupported(), { hint: 'Everything works without it, slower.' });
      await install({ http, registry: source(), folder, packages: all }, signal, onProgress);
    },
  };
}

/** Without a name and password that stand in it, also where it is written wrong. */
function shown(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return address.replace(/^.*@/s, '');
  if (url.username === '' && url.password === '') return address;
  url.username = '';
  url.password = '';
  return url.href;
}
