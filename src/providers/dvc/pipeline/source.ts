import { fail, toFault, type Fault } from '../../../core/base/fault.ts';
import type { ParsedPipeline, PipelineSource } from '../../../core/capability/pipelineSource.ts';
import { problemOf, type Problem } from '../../../core/model/problem.ts';
import type { Stage, StageState } from '../../../core/model/pipeline.ts';
import { dvcYaml } from '../../../core/pipeline/dvcYaml.ts';
import type { RecognisedStage } from '../../../core/pipeline/recogniser.ts';
import { TextPlaces } from '../../../core/pipeline/textPlaces.ts';
import type { SyntaxDocument } from '../../../core/port/syntax.ts';
import { parseYamlSyntax } from '../../../io/yamlSyntax.ts';
import type { DvcContext } from '../context.ts';
import { maxParsedBytes } from '../formats/parse.ts';
import type { ResolvedFile, ResolvedStage } from '../project/model.ts';
import { expRunArguments } from './command.ts';
import type { HashBudget } from './fileHash.ts';
import { lastRunOf } from './lastRun.ts';
import { stageParams } from './paramValues.ts';
import { inFolder, inProject } from './place.ts';
import { experimentName, stagePrograms } from './programs.ts';
import { stageState, withUpstream } from './stageState.ts';
import { WorkspaceHash } from './workspaceHash.ts';

const notAsked: StageState = { state: 'unknown', changes: [], reason: null };
const budget = (): HashBudget => ({ bytesLeft: 2 * 1024 ** 3, filesLeft: 50_000 });

interface Looked {
  readonly path: string;
  readonly document: SyntaxDocument;
  readonly found: readonly RecognisedStage[];
  readonly resolved: ResolvedFile | undefined;
  readonly problems: readonly Problem[];
}

/** Stages of `dvc.yaml` files: where they stand in the text, how they stand to their last run, how to run them. */
export function dvcPipelines(ctx: DvcContext): PipelineSource {
  const source = ctx.config.id;
  const hash = new WorkspaceHash(ctx);
  const readParams = (path: string) => ctx.files.data(ctx.workspace, path);

  async function look(given: string, text: string | undefined, signal: AbortSignal): Promise<Looked> {
    signal.throwIfAborted();
    const path = inProject(ctx, given);
    const content = text ?? (await ctx.machine.files.readText(`${ctx.root}/${path}`, { maxBytes: maxParsedBytes }));
    const document = parseYamlSyntax(content);
    const places = new TextPlaces(content);
    const found = dvcYaml.recognise(document);
    const problems = document.issues.map((issue): Problem => {
      const { line, character } = places.place(issue.offset);
      const at = { path: given, line, column: character };
      return problemOf(source, { code: 'corrupt', message: `${given}, line ${line + 1}: ${issue.message}`, at });
    });
    try {
      // The reader of places is stricter than DVC about layout; what DVC reads is no problem.
      const resolved = await ctx.files.resolve(ctx.workspace, path, text);
      return { path, document, found, resolved, problems: [] };
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'cancelled' || fault.code === 'internal') throw error;
      const own = problems.length > 0 ? problems : [problemOf(source, placed(fault, given, path))];
      return { path, document, found, resolved: undefined, problems: own };
    }
  }

  /** Positions are told by the path the caller used. */
  function placed(fault: Fault, given: string, path: string): Fault {
    return fault.at?.path === path ? { ...fault, at: { ...fault.at, path: given } } : fault;
  }

  async function answer(given: string, looked: Looked, states?: ReadonlyMap<string, StageState>): Promise<ParsedPipeline> {
    const stages: Stage[] = [];
    for (const one of looked.found) {
      const own = looked.resolved?.stages.filter((stage) => stage.name === one.name || stage.group === one.name) ?? [];
      for (const stage of own) stages.push(await stageOf(stage, one, states?.get(stage.name) ?? notAsked));
      if (own.length === 0) stages.push({ name: one.name, range: one.range, command: one.command, params: [], state: notAsked });
    }
    return { file: { path: given, kind: dvcYaml.kind, source, stages }, problems: looked.problems };
  }

  async function stageOf(stage: ResolvedStage, found: RecognisedStage, state: StageState): Promise<Stage> {
    const { name, command } = stage;
    return { name, range: found.range, command: command.join('\n'), params: await paramsOf(stage), state, outputs: stage.outs.map((out) => inFolder(ctx, out.path)) };
  }

  /** A params file that cannot be read leaves the form empty; the state says what is wrong with it. */
  async function paramsOf(stage: ResolvedStage) {
    try {
      return await stageParams(stage, readParams);
    } catch (error) {
      const { code } = toFault(error);
      if (code === 'corrupt' || code === 'tooLarge' || code === 'schema') return [];
      throw error;
    }
  }

  async function statesOf({ resolved }: Looked, signal: AbortSignal): Promise<ReadonlyMap<string, StageState>> {
    const inputs = { ctx, hash, budget: budget(), readParams, signal };
    const stages = [];
    for (const stage of resolved?.stages ?? []) stages.push({ stage, state: await stageState(stage, inputs) });
    const states = withUpstream(stages);
    return new Map(stages.map(({ stage, state }, index) => [stage.name, states[index] ?? state]));
  }

  return {
    fileNames: dvcYaml.fileNames,
    async files() {
      const files = await ctx.workspace.pipelineFiles();
      return files.filter(({ path }) => /(^|\/)dvc\.yaml$/.test(path)).map(({ path }) => inFolder(ctx, path));
    },
    async parse(given, text, signal) {
      return answer(given, await look(given, text, signal));
    },
    async withState(given, text, signal) {
      const looked = await look(given, text, signal);
      return answer(given, looked, await statesOf(looked, signal));
    },
    async toLaunch(given, stage, params, signal, wish) {
      const looked = await look(given, undefined, signal);
      const [problem] = looked.problems;
      if (problem) throw fail(problem.code, problem.message, problem.at ? { at: problem.at } : {});
      const names = looked.found.map((one) => one.name).concat(looked.resolved?.stages.map((one) => one.name) ?? []);
      if (!names.includes(stage)) throw fail('notFound', `${given} has no stage “${stage}”.`);
      const tool = await ctx.machine.python.tool('dvc', ctx.root, signal);
      const name = experimentName(stage);
      const run = expRunArguments({ file: looked.path, stage, params, name, isQueued: wish?.queue ?? false });
      return {
        name: stage,
        cwd: ctx.root,
        folder: ctx.config.folder,
        command: [...tool.argv, ...run],
        entry: { source, file: given, stage },
        params,
        env: { ...tool.env, DVC_NO_ANALYTICS: '1', GIT_TERMINAL_PROMPT: '0', DVCLIVE_OPEN: 'false' },
        resources: {},
        options: wish?.queue ? { queue: true } : {},
        recorders: [],
        programs: stagePrograms(looked.resolved?.stages ?? [], stage, ctx.root),
        // A queued experiment is run later, by DVC's own worker: this job does not see it.
        ...(wish?.queue ? {} : { expectRun: { source, name } }),
      };
    },
    async lastRun(given, stage, signal) {
      return lastRunOf(ctx, inProject(ctx, given), stage, signal);
    },
  };
}
