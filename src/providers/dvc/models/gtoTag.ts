/** The meaning of a tag's name, by the rules of GTO (Git Tag Ops). */
export interface GtoName {
  /** Full name, sub-folder included: `sub/folder:model`. */
  readonly artifact: string;
  readonly action: 'register' | 'deregister' | 'assign' | 'unassign' | 'deprecate' | 'create';
  readonly version: string | null;
  readonly stage: string | null;
  /** The number behind the last `#`, where there is one. */
  readonly counter: number | null;
}

const identifier = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const semver = `(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?`;
const word = '[a-zA-Z0-9](?:[a-zA-Z0-9/_-]*[a-zA-Z0-9])?';
// A tag cannot hold `:`, so the folder is parted from the name by `=` there.
const tagForm = new RegExp(
  `^(?<artifact>(?:[a-zA-Z0-9._/-]+=)?${word})` +
    `(?:(?:#(?<stage>${word})|@(?<version>v${semver}))(?<cancel>!?)|@(?<word>deprecated|created))(?:#(?<counter>[0-9]+))?$`,
);

/** Undefined for a tag that is none of GTO's. */
export function parseGtoTag(name: string): GtoName | undefined {
  // The pattern is tried on short names only: git allows tags of any length, GTO never makes such.
  if (name.length > 1024) return undefined;
  const groups = tagForm.exec(name)?.groups;
  const artifact = groups?.['artifact'];
  if (!groups || artifact === undefined) return undefined;
  const { stage = null, version = null, cancel, word: mark, counter } = groups;
  return {
    artifact: artifact.replaceAll('=', ':'),
    action: actionOf(version, stage, cancel === '!', mark),
    version,
    stage,
    counter: counter === undefined ? null : Number(counter),
  };
}

function actionOf(version: string | null, stage: string | null, isCancel: boolean, mark: string | undefined): GtoName['action'] {
  if (version !== null) return isCancel ? 'deregister' : 'register';
  if (stage !== null) return isCancel ? 'unassign' : 'assign';
  return mark === 'created' ? 'create' : 'deprecate';
}
