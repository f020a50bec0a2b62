import { slugOf, type CiFacts, type CiRequest } from './ciRequest.ts';
import { compareLines, gateLines, indented, installLines, promoteLines, requirementLines, signingKeyLines, testLines, trainLines, vsix } from './commands.ts';
import type { WorkflowPart } from './parts.ts';

const out = 'mlops-out';
const tool = '/opt/mlops';

/**
 * GitLab CI, as a file to include. Variables that are secret are protected or of an environment, so pipelines of merge requests from
 * forks, which run in the fork, never see one and get their verdict all the same.
 */
export function gitlabParts(request: CiRequest, facts: CiFacts): WorkflowPart[] {
  const { env, branch } = request;
  const slug = slugOf(request);
  const isChange = `$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_TARGET_BRANCH_NAME == "${branch}"`;
  const isPush = `$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${branch}"`;
  const job = (name: string) => `mlops-${name}-${slug}`;
  return [
    {
      name: 'head',
      text: `.${job('base')}:
  image: node:24-bookworm
  variables:
    BRANCH: '${branch}'
    GIT_DEPTH: '1'
  rules:
    - if: ${isChange}
    - if: ${isPush}
  before_script:
    - |
${indented(['apt-get update -q > /dev/null && apt-get install -qy python3-venv unzip jq > /dev/null', 'python3 -m venv /opt/python', 'export PATH="/opt/python/bin:$PATH"'], 6)}`,
    },
    {
      name: 'test',
      text: `${job('test')}:
  extends: .${job('base')}
  stage: test
  script:
${script([...requirementLines(facts), ...testLines])}`,
    },
    {
      name: 'evidence',
      text: `${job('evidence')}:
  extends: .${job('base')}
  stage: test
  script:
${script([...requirementLines(facts), ...installHere(), `mkdir -p ${out}/drift`, 'code=0', ...trainLines(facts), ...evidenceLines(facts), 'exit "$code"'])}
  artifacts:
    when: always
    paths: [${out}/]
    reports:
      junit: ${out}/validate.junit`,
    },
    {
      name: 'gate',
      text: `${job('gate')}:
  extends: .${job('base')}
  stage: deploy
  rules:
    # Also where evidence was not made: a rule that asks for it is then unknown, which blocks.
    - if: ${isChange}
      when: always
    - if: ${isPush}
      when: always
  needs:
    - job: ${job('test')}
    - job: ${job('evidence')}
  script:
${script(['# From the protected branch: a change must not bring its own judge.', 'git fetch --quiet --depth=1 origin "$BRANCH"', `git show "FETCH_HEAD:${vsix}" > /tmp/mlops.vsix`, ...installLines('/tmp/mlops.vsix', tool), path, ...gateLines(out, request), `cat ${out}/gate.md`, ...compareLines(out), 'exit "$code"'])}
  artifacts:
    when: always
    paths: [${out}/]
    reports:
      junit: ${out}/gate.junit`,
    },
    {
      name: 'comment',
      text: `${job('comment')}:
  extends: .${job('base')}
  stage: deploy
  needs:
    - job: ${job('gate')}
      artifacts: true
  rules:
    # A token of the project that may comment (api, Reporter), masked; where there is none, the verdict stands in the job alone.
    - if: ${isChange} && $MLOPS_COMMENT_TOKEN
      when: always
  variables:
    GIT_STRATEGY: none
  script:
${script(commentLines)}`,
    },
    {
      name: 'deploy',
      text: `${job('deploy')}:
  extends: .${job('base')}
  stage: deploy
  needs:
    - job: ${job('test')}
    - job: ${job('evidence')}
    - job: ${job('gate')}
  rules:
    - if: ${isPush} && $CI_COMMIT_REF_PROTECTED == "true"
  environment:
    name: ${env}
  resource_group: mlops-${slug}
  script:
    # MLOPS_CI_KEY signs as the role ci of the roster: a variable of this environment, protected and masked.
${script([...installHere(), ...signingKeyLines, ...promoteLines(request)])}`,
    },
  ];
}

const path = `export PATH="${tool}/bin:$PATH"`;

function installHere(): string[] {
  return [...installLines(vsix, tool), path];
}

/** Validation and drift both run, whatever the other says. */
function evidenceLines({ hasValidation, hasMonitors }: CiFacts): string[] {
  return [
    hasValidation ? `mlops validate --junit ${out}/validate.junit || code=$?` : '# Nothing is validated: the folder has no .mlops/validation.yaml.',
    hasMonitors ? `mlops monitor run --json --out ${out}/drift > ${out}/monitors.json || code=$?` : '# No drift is checked: the folder has no .mlops/monitors.yaml.',
  ];
}

const commentLines = [
  `MARK=$(head -n 1 ${out}/comment.md)`,
    'export MARK',
  `jq -Rs '{body: .[0:900000]}' ${out}/comment.md > body.json`,
  'notes="$CI_API_V4_URL/projects/$CI_MERGE_REQUEST_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"',
  String.raw`printf 'header = "PRIVATE-TOKEN: %s"\n' "$MLOPS_COMMENT_TOKEN" > .curl`,
  `id=$(curl --fail --silent --show-error --config .curl "$notes?per_page=100&sort=desc" | jq -r '[.[] | select(.body | startswith(env.MARK))][0].id // empty')`,
  'if [ -n "$id" ]; then method=PUT; notes="$notes/$id"; else method=POST; fi',
  'curl --fail --silent --show-error --output /dev/null --config .curl --request "$method" --header "Content-Type: application/json" --data @body.json "$notes"',
];

/** One block: what a line sets is there for the next, and no line is read as YAML. */
function script(lines: readonly string[]): string {
  return `    - |\n${indented(lines, 6)}`;
}
