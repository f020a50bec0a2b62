/** One package of the registry, as it must be. */
export interface PinnedPackage {
  readonly name: string;
  /** sha512 of the packed file, base64. */
  readonly sha512: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** The newest version that is there for all six desktop platforms. Raised together with every hash below. */
export const pinnedVersion = '1.5.5-r.5';

const common: readonly PinnedPackage[] = [
  { name: '@duckdb/node-api', sha512: 'ZMX+sel3DjSKbGuQ44Y5Tp5LwYjlJkhB5faKr+9sSMcxixDMSW+8vaTOD1uRDuN9o0udUoCY/XX9PI1haEZuZg==', packedBytes: 108_181, unpackedBytes: 651_541 },
  { name: '@duckdb/node-bindings', sha512: 'sR7x91TfBunLqLbdvrcdiPCU+VGEQFPicxh1STZM402fuHW2ituPTAo2bY3IlntsvJShltrKF4R6B+JYPlAPZg==', packedBytes: 13_842, unpackedBytes: 93_684 },
];

const native: Readonly<Record<string, PinnedPackage>> = {
  'linux-x64': { name: '@duckdb/node-bindings-linux-x64', sha512: 'kCyq6BXhn6QXfwF8yVdVKriSSHP+rfVWcJ56cG8qZzlOZpxyvT5WGm6jMshxg4ditLlOsHsIN/D47RYrcjXuHQ==', packedBytes: 23_881_820, unpackedBytes: 71_006_669 },
  'linux-arm64': { name: '@duckdb/node-bindings-linux-arm64', sha512: 'CafH2AIvXtpwDynG3KB/4uEOHRGlFoB7auCRMIwH3BKNIobsANV5LSpDJ3tfyRCFIsK6e8AT1eseWVnu2Dv3cw==', packedBytes: 21_632_048, unpackedBytes: 63_462_237 },
  'darwin-x64': { name: '@duckdb/node-bindings-darwin-x64', sha512: 'rN0KjX13MwVQ5V5ufykolty/tf4SaafOpGWcUA1Cegf98jPeRdsJsEE1IMXn8n3u6WvMSZEVJmHJ3ma4Hr7Vzg==', packedBytes: 36_788_664, unpackedBytes: 117_460_851 },
  'darwin-arm64': { name: '@duckdb/node-bindings-darwin-arm64', sha512: 'WJdeLTFy4pRg60rkbp9smtlP1iIQ8ErtIJkxS+2LQtM1ZZMSByyW+3WPpNoKe7IwPtVl2fLlPw7tDmQW4Z974g==', packedBytes: 36_788_031, unpackedBytes: 117_521_107 },
  'win32-x64': { name: '@duckdb/node-bindings-win32-x64', sha512: 'mBGFn8netT/AAhK4TOG6Fw47+Db68CxCVtQ9qfxZc1kZAjds+aYrh17Fd/u5CbTDdxILsrcyuF8q9cUcm54kQA==', packedBytes: 13_549_050, unpackedBytes: 37_979_650 },
  'win32-arm64': { name: '@duckdb/node-bindings-win32-arm64', sha512: 'L3Mroc23xhqOowWVElni8LgEmsm5e9DdG1y2pLka/1ug3Pl2vpQMl1Phxwz4UEMF8DOBbMgN5BBNrYwG2BFo+g==', packedBytes: 14_459_553, unpackedBytes: 44_367_890 },
};

/** What a platform needs, the native part last; undefined where there is none for it. `platform`: as `process.platform-process.arch`. */
export function pinnedPackages(platform: string): readonly PinnedPackage[] | undefined {
  const own = native[platform];
  return own === undefined ? undefined : [...common, own];
}

/** Where a registry keeps the packed file of a package. */
export function tarballUrl(registry: string, name: string): string {
  return `${registry.replace(/\/+$/, '')}/${name}/-/${name.replace(/^.*\//, '')}-${pinnedVersion}.tgz`;
}
