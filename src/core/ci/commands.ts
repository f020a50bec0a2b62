import { shellQuoted } from '../base/shellQuoted.ts';
import { gateMarker } from '../governance/report/markdown.ts';
import type { CiFacts, CiRequest } from './ciRequest.ts';

/** Where a repository keeps the extension, which brings the command. */
export const vsix = 'tools/mlops-workbench.vsix';

/** Of DVC, where the folder names none itself: a version that the suites of this product run. */
const dvcVersion = '3.67.1';

/** Lines of a POSIX shell that put `mlops` into a folder of PATH; the .vsix is at `from`. */
export function installLines(from: string, folder: string): string[] {
  return [
    `mkdir -p "${folder}/bin"`,
    `unzip -q -o "${from}" "extension/*" -d "${folder}"`,
    `chmod +x "${folder}/extension/dist/cli.js"`,
    `ln -sf "${folder}/extension/dist/cli.js" "${folder}/bin/mlops"`,
  ];
}

export function requirementLines({ requirements, training }: CiFacts): string[] {
  return [
    ...(requirements === 'requirements.txt' ? ['python -m pip install -r requirements.txt'] : []),
    ...(requirements === 'pyproject.toml' ? ['python -m pip install .'] : []),
    ...(training === 'dvc.yaml' ? [`command -v dvc > /dev/null || python -m pip install dvc==${dvcVersion}`] : []),
    ...(training === 'MLproject' ? ['command -v mlflow > /dev/null || python -m pip install mlflow'] : []),
  ];
}

/** pytest ends with 5 where there is no test yet. */
export const testLines: readonly string[] = ['python -m pip install pytest', 'python -m pytest || [ "$?" -eq 5 ]'];

export function trainLines({ training }: CiFacts): string[] {
  if (training === 'dvc.yaml') return ['# Stages whose inputs did not change are taken from the cache; what changed is trained.', 'dvc pull --allow-missing', 'dvc repro'];
  return training === 'MLproject' ? ['mlflow run . --env-manager=local'] : [];
}

/** The gate in each form that somebody reads; its exit code ends the step. What it needs beyond the shallow checkout it fetches itself. */
export function gateLines(out: string, request: CiRequest): string[] {
  return [
    ...versionLines,
    `mkdir -p "${out}"`,
    'code=0',
    'for format in sarif junit md; do',
    `  mlops gate ${named(request)} --format "$format" > "${out}/gate.$format" || code=$?`,
    'done',
    '# A gate that could not even be evaluated must not leave the verdict of yesterday in the comment.',
    `[ -s "${out}/gate.md" ] || printf '%s\\n' '${gateMarker(request)}' '## ❓ **unknown**: the gate could not be evaluated' '' 'The log of its job says why.' > "${out}/gate.md"`,
  ];
}

/** A shallow checkout leaves tags out. */
const versionLines = ['# Versions of models may be tags.', 'git fetch --quiet --depth=1 --tags origin'];

export function promoteLines(request: CiRequest): string[] {
  return [...versionLines, '# Judges once more before anything moves, and checks the bytes.', `mlops promote ${named(request)} --yes`];
}

/** By name, not by a variable: who looks at the file sees what is judged, and so do the lenses above it. */
function named({ model, env, branch }: CiRequest): string {
  return `${shellQuoted(model)} --env ${shellQuoted(env)} --policy-ref ${shellQuoted(`origin/${branch}`)}`;
}

/** The comparison of the change with the protected branch, below the gate: best effort, it decides nothing. */
export function compareLines(out: string): string[] {
  return [
    'git fetch --quiet --depth=1 origin "$BRANCH" && git branch --quiet --force mlops-base FETCH_HEAD',
    'base=$(git rev-parse mlops-base)',
    'head=$(git rev-parse HEAD)',
    `{ cat "${out}/gate.md"; echo; mlops compare "$base" "$head" --baseline "$base" --markdown || echo "There is no comparison: a run of the change or of its base is not known here."; } > "${out}/comment.md"`,
  ];
}

/** The key that signs for the build server: a role of its own in the roster, which stands for no person. */
export const signingKeyLines: readonly string[] = [
  'eval "$(ssh-agent -s)" > /dev/null',
  String.raw`printf '%s\n' "$MLOPS_CI_KEY" | ssh-add -q -`,
  'git config gpg.format ssh',
  'git config user.signingkey "key::$(ssh-add -L | head -n 1)"',
];

export function indented(lines: readonly string[], by: number): string {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`)).join('\n');
}
