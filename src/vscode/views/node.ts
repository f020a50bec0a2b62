import type { Dataset, DatasetVersion } from '../../core/model/dataset.ts';
import type { Experiment } from '../../core/model/experiment.ts';
import type { Job } from '../../core/model/job.ts';
import type { ModelVersion, RegisteredModel } from '../../core/model/modelVersion.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { Run } from '../../core/model/run.ts';
import type { ToolResult } from '../../core/model/toolResult.ts';
import type { CatalogEntry } from '../../services/catalog.ts';
import type { ApprovalSubject } from '../../protocol/approval.ts';
import type { MonitorState } from '../../services/monitors/monitors.ts';
import type { Row } from './rows/row.ts';

/** What a row stands for. */
export type NodeData =
  | { readonly kind: 'source'; readonly entry: CatalogEntry }
  | { readonly kind: 'experiment'; readonly experiment: Experiment; readonly entry: CatalogEntry }
  | { readonly kind: 'run'; readonly run: Run; readonly experiment: string; readonly entry: CatalogEntry }
  | { readonly kind: 'dataset'; readonly dataset: Dataset; readonly entry: CatalogEntry }
  | { readonly kind: 'datasetVersion'; readonly version: DatasetVersion; readonly dataset: Dataset; readonly entry: CatalogEntry }
  | { readonly kind: 'model'; readonly model: RegisteredModel; readonly entry: CatalogEntry }
  | { readonly kind: 'modelVersion'; readonly version: ModelVersion; readonly model: RegisteredModel; readonly entry: CatalogEntry }
  | { readonly kind: 'monitor'; readonly state: MonitorState }
  | { readonly kind: 'toolResult'; readonly result: ToolResult }
  | { readonly kind: 'job'; readonly job: Job; readonly entry: CatalogEntry }
  /** `request`: digest of the entry; null where none is open. */
  | { readonly kind: 'approval'; readonly subject: ApprovalSubject; readonly request: string | null }
  | { readonly kind: 'queued' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'more'; readonly parent: TreeNode | undefined }
  | { readonly kind: 'remark' };

/** One element of a tree. The object stays the same while its row is there: the editor refreshes by identity. */
export interface TreeNode {
  row: Row;
  data: NodeData;
  readonly parent: TreeNode | undefined;
  /** As last loaded; undefined = never opened. */
  children: TreeNode[] | undefined;
  /** Rows this level may show. */
  limit: number;
}

export interface Item {
  readonly row: Row;
  readonly data: NodeData;
}

export interface Level {
  readonly items: readonly Item[];
  /** Set where more rows exist than were asked for. */
  readonly more: { readonly total: number | null } | null;
}

/** Where a tree's rows come from. */
export interface LevelSource {
  load(node: NodeData | undefined, limit: number, signal: AbortSignal): Promise<Level>;
  /** Markdown, made when the pointer rests on a row. */
  tooltip(data: NodeData): string | undefined;
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'row' in value && 'data' in value && 'limit' in value;
}
