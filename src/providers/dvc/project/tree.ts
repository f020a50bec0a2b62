/** A file in a tree with what names its content: a blob sha in git, a path with its time in the working tree. */
export interface TreeFile {
  /** Relative to the project's root, `/` separated. */
  readonly path: string;
  readonly id: string;
}

export type FileContent = { readonly bytes: Uint8Array } | { readonly tooLarge: number };

/** The files of a project at one commit, or of its working tree. */
export interface ProjectTree {
  /** `dvc.yaml` and `*.dvc` files, without what `.dvcignore` or a sub-project hides. */
  pipelineFiles(): Promise<readonly TreeFile[]>;
  /** Undefined where nothing is there. */
  find(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly id: string } | undefined>;
  /** Every file below a folder. */
  list(folder: string): Promise<readonly TreeFile[]>;
  /** Undefined where no file is there. */
  read(file: TreeFile): Promise<FileContent | undefined>;
}
