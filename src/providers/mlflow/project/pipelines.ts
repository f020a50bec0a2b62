import path from 'node:path';
import { fail } from '../../../core/base/fault.ts';
import type { ParsedPipeline, PipelineSource } from '../../../core/capability/pipelineSource.ts';
import type { Stage } from '../../../core/model/pipeline.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import { TextPlaces } from '../../../core/pipeline/textPlaces.ts';
import type { Machine } from '../../../core/port/machine.ts';
import type { SyntaxDocument } from '../../../core/port/syntax.ts';
import { mlproject } from '../../../core/pipeline/mlproject.ts';
import { parseYamlSyntax } from '../../../io/yamlSyntax.ts';
import { projectRunVariable } from '../recorder.ts';
import { interpreterOf } from '../write/interpreter.ts';
import { projectFile, projectFiles } from '../detect.ts';
import { launchParameters, parametersOf } from './recognise.ts';

const mostBytes = 4 * 1024 * 1024;

/**
 * `mlflow run` makes a run of its own unless it is told one, and it is told one only by an argument. This starts the
 * same program with the id that a recorder put into the environment.
 */
const runner = `import os,sys;from mlflow.cli import cli;i=os.environ.get('${projectRunVariable}');sys.argv=['mlflow','run']+(['--run-id',i] if i else [])+sys.argv[1:];cli()`;

/** Entry points of MLproject files. MLflow keeps no record of what an entry point depends on, so its state is unknown. */
export function projectPipelines(machine: Machine, folder: string, sourceId: string): PipelineSource {
  async function parse(file: string, text: string | undefined): Promise<ParsedPipeline> {
    const content = text ?? (await machine.files.readText(path.join(folder, file), { maxBytes: mostBytes }));
    const document = parseYamlSyntax(content);
    const stages = mlproject.recognise(document).map((stage): Stage => ({
      name: stage.name,
      range: stage.range,
      command: stage.command,
      params: parametersOf(stage.body, file),
      state: { state: 'unknown', changes: [], reason: 'MLflow keeps no record of what an entry point depends on.' },
    }));
    return { file: { path: file, kind: mlproject.kind, source: sourceId, stages }, problems: problemsOf(document, file, sourceId) };
  }

  return {
    fileNames: [projectFile],
    files: () => projectFiles(machine.files, folder),
    parse: (file, text) => parse(file, text),
    withState: (file, text) => parse(file, text),
    // As `mlflow run` writes them, where it makes the run itself.
    runTags: (file, stage) => ({ 'mlflow.project.entryPoint': stage, 'mlflow.source.name': path.join(folder, path.dirname(file)) }),
    async toLaunch(file, stage, params, signal) {
      const { file: parsed } = await parse(file, undefined);
      const found = parsed.stages.find((one) => one.name === stage);
      if (!found) throw fail('notFound', `${file} has no entry point “${stage}”.`);
      const values = launchParameters(found.params, params);
      const tool = await machine.python.tool('mlflow', folder, signal);
      const python = await interpreterOf(tool.argv, machine, folder, signal);
      return {
        name: stage,
        cwd: path.join(folder, path.dirname(file)),
        folder,
        command: [
          python, '-c', runner, '.', '-e', stage,
          ...Object.entries(values).flatMap(([key, value]) => ['-P', `${key}=${String(value)}`]),
          '--env-manager', 'local',
        ],
        entry: { source: sourceId, file, stage },
        params: values,
        env: { ...tool.env },
        resources: {},
        options: {},
        recorders: [],
        programs: (found.command ?? '').split(/[\s'"]+/).filter((word) => word.endsWith('.py')),
      };
    },
  };
}

function problemsOf(document: SyntaxDocument, file: string, sourceId: string): Problem[] {
  const places = new TextPlaces(document.text);
  return document.issues.map(({ message, offset }) => {
    const { line, character } = places.place(offset);
    return problemOf(sourceId, {
      code: 'invalid',
      message: `${file} is not valid YAML (line ${line + 1}): ${message}`,
      hint: 'Correct the line and save the file.',
      at: { path: file, line, column: character },
    });
  });
}
