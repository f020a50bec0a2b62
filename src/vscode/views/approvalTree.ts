import { fail } from '../../core/base/fault.ts';
import { waitsFor, type OpenRequest } from '../../core/governance/decision/openRequests.ts';
import { problemOf } from '../../core/model/problem.ts';
import type { Inbox } from '../../services/governance/inbox.ts';
import { ledgerProblems, type ApprovalBoard } from '../approvals/board.ts';
import { queuedRow, requestRow, truthProblem } from './rows/approvalRows.ts';
import type { RowContext } from './rows/row.ts';
import { factsTooltip } from './rows/tooltip.ts';
import type { Item, Level, LevelSource, NodeData } from './node.ts';
import { problemItems } from './sourceLevel.ts';

/** What waits for whoever sits here leads; the rest keeps its order. */
function waitingFirst({ requests, me }: Inbox): readonly OpenRequest[] {
  const waits = (one: OpenRequest) => Number('person' in me && waitsFor(one, me.person));
  return requests.toSorted((a, b) => waits(b) - waits(a));
}

/** What is wrong with the ledger, what is not pushed, and every request that is not finished. */
export class ApprovalLevels implements LevelSource {
  readonly #board: ApprovalBoard;
  readonly #context: () => RowContext;

  constructor(board: ApprovalBoard, context: () => RowContext) {
    this.#board = board;
    this.#context = context;
  }

  async load(node: NodeData | undefined, limit: number): Promise<Level> {
    const none: Level = { items: [], more: null };
    if (node !== undefined) return none;
    const state = await this.#board.state();
    if (state.kind === 'failed') {
      const { code, message, ...more } = state.fault;
      throw fail(code, message, more);
    }
    if (state.kind !== 'read') return none;
    const { inbox, away } = state;
    const context = this.#context();
    const drifts = await this.#board.drifts();
    const problems = [...ledgerProblems(inbox), ...(away === null ? [] : [problemOf('', { ...away, message: context.t('The remote does not answer, so what was fetched last is shown: {0}', away.message) }, 'warning')]), ...drifts.map(truthProblem)];
    const items: Item[] = [
      ...problemItems(problems, 'approvals'),
      ...(inbox.queuedFor === null ? [] : [{ row: queuedRow(inbox.queuedFor, context), data: { kind: 'queued' as const } }]),
      ...waitingFirst(inbox).map((one): Item => {
        const { model, version, env } = one.request.entry.candidate;
        return { row: requestRow(one, inbox.me, context), data: { kind: 'approval', subject: { reference: `${model}:${version}`, env }, request: one.request.entry.digest } };
      }),
    ];
    return { items: items.slice(0, limit), more: items.length > limit ? { total: items.length } : null };
  }

  tooltip(data: NodeData): string | undefined {
    const { t } = this.#context();
    if (data.kind === 'approval') return factsTooltip(`${data.subject.reference} → ${data.subject.env}`, [[t('Request'), data.request]]);
    return data.kind === 'problem' ? factsTooltip(data.problem.message, [[t('What to do'), data.problem.hint]]) : undefined;
  }
}
