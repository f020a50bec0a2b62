import { actions } from './actions.ts';
import { slugOf, type CiFacts, type CiRequest } from './ciRequest.ts';
import { compareLines, gateLines, indented, installLines, promoteLines, requirementLines, signingKeyLines, testLines, trainLines, vsix } from './commands.ts';
import type { WorkflowPart } from './parts.ts';

const out = 'mlops-out';
const own = "github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository";

/**
 * GitHub Actions. Every job reads only, but for one that comments, one that annotates and one that deploys; a change from a fork gets its
 * verdict without a secret, because no job that sees one runs for it.
 */
export function githubParts(request: CiRequest, facts: CiFacts): WorkflowPart[] {
  const { model, env, branch } = request;
  const slug = slugOf(request);
  const needs = ['test', 'evidence'];
  return [
    {
      name: 'head',
      text: `name: ${model} to ${env}
on:
  pull_request:
    branches: ['${branch}']
  push:
    branches: ['${branch}']
permissions:
  contents: read
concurrency:
  group: mlops-${slug}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
env:
  BRANCH: '${branch}'
jobs:`,
    },
    {
      name: 'test',
      text: `  test:
    name: Test
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
${checkout()}
${python()}
${run('Install', requirementLines(facts))}
${run('Test', testLines)}`,
    },
    {
      name: 'evidence',
      text: `  evidence:
    name: Train, validate, check drift
    # Data is behind credentials, which a change from a fork never sees: what it would show is then unknown to the gate.
    if: ${own}
    runs-on: ubuntu-24.04
    timeout-minutes: 360
    permissions:
      contents: read
    steps:
${checkout()}
${python()}
${node()}
${run('Install', [...requirementLines(facts), ...install(vsix)])}
${facts.training === null ? '      # Nothing is trained here: the folder has no dvc.yaml and no MLproject.' : `      # Credentials of the data, where it needs some, go to “env:” of this step.\n${run('Train or reproduce', trainLines(facts))}`}
${facts.hasValidation ? run('Validate', [`mkdir -p ${out}`, `mlops validate --junit ${out}/validate.junit`], always) : '      # Nothing is validated: the folder has no .mlops/validation.yaml.'}
${facts.hasMonitors ? run('Check drift', [`mkdir -p ${out}/drift`, `mlops monitor run --json --out ${out}/drift > ${out}/monitors.json`], always) : '      # No drift is checked: the folder has no .mlops/monitors.yaml.'}
${upload('evidence')}`,
    },
    {
      name: 'gate',
      text: `  gate:
    name: Gate
    needs: [${needs.join(', ')}]
    # Also where evidence was not made: a rule that asks for it is then unknown, which blocks.
    if: \${{ !cancelled() }}
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
      - uses: ${actions.checkout}
        with:
          # The gate fetches the ledger and the policy's branch by itself; the token can only read.
          persist-credentials: true # zizmor: ignore[artipacked]
${node()}
${run('Install', ['# From the protected branch: a change must not bring its own judge.', 'git fetch --quiet --depth=1 origin "$BRANCH"', `git show "FETCH_HEAD:${vsix}" > "$RUNNER_TEMP/mlops.vsix"`, ...install('$RUNNER_TEMP/mlops.vsix')])}
${run('Gate', [...gateLines(out, request), `cat ${out}/gate.md >> "$GITHUB_STEP_SUMMARY"`, 'exit "$code"'])}
${run('Compare', compareLines(out), "if: ${{ !cancelled() && github.event_name == 'pull_request' }}")}
${upload('gate')}`,
    },
    {
      name: 'comment',
      text: `  comment:
    name: Comment on the change
    needs: gate
    if: \${{ !cancelled() && github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      pull-requests: write # to write the comment
    steps:
      - uses: ${actions.downloadArtifact}
        with:
          name: gate
          path: ${out}
      - name: Comment
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.pull_request.number }}
        run: |
          MARK=$(head -n 1 ${out}/comment.md)
          export MARK
          jq -Rs '{body: .[0:65000]}' ${out}/comment.md > body.json
          id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARK))) | .id' | head -n 1)
          if [ -n "$id" ]; then
            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --input body.json
          else
            gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" --input body.json
          fi`,
    },
    {
      name: 'annotate',
      text: `  annotate:
    name: Put findings on lines
    needs: gate
    if: \${{ !cancelled() && (${own}) }}
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    # Code scanning is not there for every repository; the verdict does not hang on it.
    continue-on-error: true
    permissions:
      contents: read
      security-events: write # to put what the gate found on lines
    steps:
${checkout()}
      - uses: ${actions.downloadArtifact}
        with:
          name: gate
          path: ${out}
      - uses: ${actions.uploadSarif}
        with:
          sarif_file: ${out}/gate.sarif
          category: mlops-gate-${slug}`,
    },
    {
      name: 'deploy',
      text: `  deploy:
    name: Deploy
    needs: [${[...needs, 'gate'].join(', ')}]
    if: github.event_name == 'push' && github.ref == 'refs/heads/${branch}'
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    environment: '${env}'
    concurrency:
      group: mlops-deploy-${slug}
      cancel-in-progress: false
    permissions:
      contents: write # the record of the deployment goes to the branch mlops-ledger
    steps:
      - uses: ${actions.checkout}
        with:
          persist-credentials: true # zizmor: ignore[artipacked]
${node()}
${run('Install', install(vsix))}
      - name: Deploy
        env:
          # Signs as the role ci of the roster; a secret of the environment, so that no other job sees it.
          MLOPS_CI_KEY: \${{ secrets.MLOPS_CI_KEY }}
        run: |
${indented([...signingKeyLines, ...promoteLines(request)], 10)}`,
    },
  ];
}

const always = 'if: ${{ !cancelled() }}';

function checkout(): string {
  return `      - uses: ${actions.checkout}\n        with:\n          persist-credentials: false`;
}

function python(): string {
  return `      - uses: ${actions.setupPython}\n        with:\n          python-version: '3.12'`;
}

function node(): string {
  return `      - uses: ${actions.setupNode}\n        with:\n          node-version: '24'\n          package-manager-cache: false`;
}

function install(from: string): string[] {
  return [...installLines(from, '$RUNNER_TEMP/mlops'), 'echo "$RUNNER_TEMP/mlops/bin" >> "$GITHUB_PATH"'];
}

/** A step without lines is a remark: an empty script is an error. */
function run(name: string, lines: readonly string[], condition?: string): string {
  if (lines.length === 0) return `      # ${name}: nothing to do here.`;
  return `      - name: ${name}\n${condition === undefined ? '' : `        ${condition}\n`}        run: |\n${indented(lines, 10)}`;
}

function upload(name: string): string {
  return `      - uses: ${actions.uploadArtifact}\n        if: \${{ !cancelled() }}\n        with:\n          name: ${name}\n          path: ${out}/\n          if-no-files-found: ignore`;
}
