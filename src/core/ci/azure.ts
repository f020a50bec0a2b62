import { slugOf, type CiFacts, type CiRequest } from './ciRequest.ts';
import { compareLines, gateLines, indented, installLines, promoteLines, requirementLines, signingKeyLines, testLines, trainLines, vsix } from './commands.ts';
import type { WorkflowPart } from './parts.ts';

const out = 'mlops-out';

/**
 * Azure Pipelines. A build of a fork gets no secret variable and no protected environment, and its verdict all the same. Where the
 * repository is one of Azure Repos, a branch policy starts it for pull requests: `pr:` is for repositories elsewhere.
 */
export function azureParts(request: CiRequest, facts: CiFacts): WorkflowPart[] {
  const { env, branch } = request;
  const slug = slugOf(request);
  return [
    {
      name: 'head',
      text: `name: ${slug}-$(Date:yyyyMMdd)$(Rev:.r)
trigger:
  batch: 'true'
  branches:
    include: ['${branch}']
pr:
  branches:
    include: ['${branch}']
pool:
  vmImage: ubuntu-24.04
variables:
  - name: BRANCH
    value: '${branch}'
    readonly: 'true'
# Two pipelines of one model and environment never deploy at once.
lockBehavior: sequential
stages:`,
    },
    {
      name: 'test',
      text: `  - stage: test
    jobs:
      - job: test
        timeoutInMinutes: '30'
        steps:
${checkout(false)}
${python}
${bash('Install', requirementLines(facts))}
${bash('Test', testLines)}`,
    },
    {
      name: 'evidence',
      text: `  - stage: evidence
    dependsOn: []
    # Data is behind credentials, which a change from a fork never sees: what it would show is then unknown to the gate.
    condition: ne(variables['System.PullRequest.IsFork'], 'True')
    jobs:
      - job: evidence
        timeoutInMinutes: '360'
        steps:
${checkout(false)}
${python}
${node}
${bash('Install', [...requirementLines(facts), ...install(vsix)])}
${facts.training === null ? '          # Nothing is trained here: the folder has no dvc.yaml and no MLproject.' : `          # Credentials of the data, where it needs some, go to “env:” of this step.\n${bash('Train or reproduce', trainLines(facts))}`}
${facts.hasValidation ? bash('Validate', [`mkdir -p ${out}`, `mlops validate --junit ${out}/validate.xml`], 'not(canceled())') : '          # Nothing is validated: the folder has no .mlops/validation.yaml.'}
${facts.hasMonitors ? bash('Check drift', [`mkdir -p ${out}/drift`, `mlops monitor run --json --out ${out}/drift > ${out}/monitors.json`], 'not(canceled())') : '          # No drift is checked: the folder has no .mlops/monitors.yaml.'}
${tests('validate.xml')}`,
    },
    {
      name: 'gate',
      text: `  - stage: gate
    dependsOn: [test, evidence]
    # Also where evidence was not made: a rule that asks for it is then unknown, which blocks.
    condition: not(canceled())
    jobs:
      - job: gate
        timeoutInMinutes: '15'
        steps:
          # The gate fetches the ledger and the policy's branch by itself.
${checkout(true)}
${node}
${bash('Install', ['# From the protected branch: a change must not bring its own judge.', 'git fetch --quiet --depth=1 origin "$BRANCH"', `git show "FETCH_HEAD:${vsix}" > "$AGENT_TEMPDIRECTORY/mlops.vsix"`, ...install('$AGENT_TEMPDIRECTORY/mlops.vsix')])}
${bash('Gate', [...gateLines(out, request), `cp ${out}/gate.junit ${out}/gate.xml`, `echo "##vso[task.uploadsummary]$PWD/${out}/gate.md"`, 'exit "$code"'])}
${bash('Compare', compareLines(out), "and(not(canceled()), eq(variables['Build.Reason'], 'PullRequest'))")}
${tests('gate.xml')}
          # Under this name the SARIF is shown beside the build where the extension for it is installed.
          - publish: ${out}
            artifact: CodeAnalysisLogs
            condition: not(canceled())
${commentStep}`,
    },
    {
      name: 'deploy',
      text: `  - stage: deploy
    dependsOn: [test, evidence, gate]
    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/${branch}'), ne(variables['Build.Reason'], 'PullRequest'))
    jobs:
      - deployment: deploy
        timeoutInMinutes: '60'
        # Give it the check “Exclusive lock” and the people who must agree, and the secret MLOPS_CI_KEY to this pipeline alone.
        environment: ${env}
        strategy:
          runOnce:
            deploy:
              steps:
${deeper(checkout(true))}
${deeper(node)}
${deeper(bash('Install', install(vsix)))}
${deeper(bash('Deploy', [...signingKeyLines, ...promoteLines(request)], undefined, { MLOPS_CI_KEY: '$(MLOPS_CI_KEY)' }))}`,
    },
  ];
}

const python = `          - task: UsePythonVersion@0\n            inputs:\n              versionSpec: '3.12'`;
const node = `          - task: NodeTool@0\n            inputs:\n              versionSpec: '24.x'`;

function checkout(keepsToken: boolean): string {
  return `          - checkout: self\n            fetchDepth: '1'\n            persistCredentials: '${keepsToken}'`;
}

function install(from: string): string[] {
  return [...installLines(from, '$AGENT_TEMPDIRECTORY/mlops'), 'echo "##vso[task.prependpath]$AGENT_TEMPDIRECTORY/mlops/bin"'];
}

/** A step without lines is a remark: an empty script is an error. */
function bash(name: string, lines: readonly string[], condition?: string, env: Readonly<Record<string, string>> = {}): string {
  if (lines.length === 0) return `          # ${name}: nothing to do here.`;
  const variables = Object.entries(env).map(([key, value]) => `\n              ${key}: ${value}`).join('');
  return `          - bash: |\n${indented(['set -e', ...lines], 14)}\n            displayName: ${name}${condition === undefined ? '' : `\n            condition: ${condition}`}${variables === '' ? '' : `\n            env:${variables}`}`;
}

function tests(file: string): string {
  return `          - task: PublishTestResults@2
            condition: not(canceled())
            inputs:
              testResultsFormat: JUnit
              testResultsFiles: ${out}/${file}
              failTaskOnMissingResultsFile: false`;
}

/** Only Azure Repos takes a comment from the build's own token, whose identity needs “Contribute to pull requests”. */
const commentStep = bash(
  'Comment',
  [
    `MARK=$(head -n 1 ${out}/comment.md)`,
    'export MARK',
    'threads="$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_apis/git/repositories/$BUILD_REPOSITORY_ID/pullRequests/$SYSTEM_PULLREQUEST_PULLREQUESTID/threads"',
    String.raw`printf 'header = "Authorization: Bearer %s"\n' "$SYSTEM_ACCESSTOKEN" > "$AGENT_TEMPDIRECTORY/curl"`,
    'call() { curl --fail --silent --show-error --config "$AGENT_TEMPDIRECTORY/curl" --header "Content-Type: application/json" "$@"; }',
    `jq -Rs '{content: .[0:140000], parentCommentId: 0, commentType: 1}' ${out}/comment.md > comment.json`,
    `id=$(call "$threads?api-version=7.1" | jq -r '[.value[] | select(.comments[0].content // "" | startswith(env.MARK))][0].id // empty')`,
    'if [ -n "$id" ]; then',
    '  call --output /dev/null --request PATCH --data @comment.json "$threads/$id/comments/1?api-version=7.1"',
    'else',
    `  jq '{comments: [.], status: 4}' comment.json > thread.json`,
    '  call --output /dev/null --request POST --data @thread.json "$threads?api-version=7.1"',
    'fi',
  ],
  "and(not(canceled()), eq(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.Repository.Provider'], 'TfsGit'), ne(variables['System.PullRequest.IsFork'], 'True'))",
  { SYSTEM_ACCESSTOKEN: '$(System.AccessToken)' },
);

function deeper(text: string): string {
  return indented(text.split('\n'), 6);
}
