import { shellQuoted } from '../base/shellQuoted.ts';
import { actions } from '../ci/actions.ts';

export const workflowKinds = ['github', 'gitlab', 'cron'] as const;
export type WorkflowKind = (typeof workflowKinds)[number];

export interface Workflow {
  /** Where the system looks for it, relative to the repository; null where it is pasted somewhere. */
  readonly path: string | null;
  readonly text: string;
}

export interface WorkflowRequest {
  /** Empty = all monitors of the folder. */
  readonly monitors: readonly string[];
  /** Hour of the day, UTC, 0 to 23. */
  readonly hour: number;
  /** Absolute folder that holds `.mlops/`, for cron. */
  readonly folder: string;
}

/** A scheduled run of monitors, every day: a starting point that people edit. Names are quoted, never code. */
export function workflow(kind: WorkflowKind, request: WorkflowRequest): Workflow {
  const run = ['monitor', 'run', ...request.monitors.map(shellQuoted)].join(' ');
  const command = `${run} --json --out monitor`;
  if (kind === 'github') return { path: '.github/workflows/mlops-monitor.yml', text: github(command, request.hour) };
  if (kind === 'gitlab') return { path: '.gitlab/mlops-monitor.yml', text: gitlab(command) };
  // Silent while all is well: cron mails what a job prints.
  const line = `cd ${shellQuoted(request.folder)} && { found=$(mlops ${run} 2>&1) || { printf '%s\\n' "$found"; exit 1; }; }`;
  return { path: null, text: `0 ${request.hour} * * * ${line}`.replaceAll('%', String.raw`\%`) + '\n' };
}

const install = [
  '# The command comes with the extension: put its .vsix into the repository or fetch it from where your team keeps it.',
  'unzip -q tools/mlops-workbench.vsix "extension/*" -d /tmp/mlops',
];

function github(command: string, hour: number): string {
  return `name: Monitors
on:
  schedule:
    - cron: '0 ${hour} * * *'
  workflow_dispatch:
permissions:
  contents: read
jobs:
  monitor:
    runs-on: ubuntu-latest
    steps:
      - uses: ${actions.checkout}
      - uses: ${actions.setupNode}
        with:
          node-version: 24
      - name: Install mlops
        run: |
${install.map((line) => `          ${line}`).join('\n')}
      - name: Run the monitors
        # Exits with 1 where there is an alarm: drift or unknown, performance, quality. Each monitor has a page in monitor/.
        run: ${yamlText(`node /tmp/mlops/extension/dist/cli.js ${command} > monitor.json`.replaceAll('${{', "${{ '${{' }}"))}
      - uses: ${actions.uploadArtifact}
        if: always()
        with:
          name: monitor
          path: |
            monitor.json
            monitor/
`;
}

function gitlab(command: string): string {
  return `# Include it from .gitlab-ci.yml, and add a schedule under Build > Pipeline schedules.
monitor:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  before_script:
    - apt-get update -q && apt-get install -qy unzip
${install.map((line) => (line.startsWith('#') ? `    ${line}` : `    - ${line}`)).join('\n')}
  script:
    # Exits with 1 where there is an alarm: drift or unknown, performance, quality. Each monitor has a page in monitor/.
    - ${yamlText(`node /tmp/mlops/extension/dist/cli.js ${command} > monitor.json`)}
  artifacts:
    when: always
    paths: [monitor.json, monitor/]
`;
}

/** A line as a YAML text: a “ #” or a “: ” in it is no comment and no key. */
function yamlText(line: string): string {
  return /^[\w ./>=,-]+$/.test(line) ? line : JSON.stringify(line);
}
