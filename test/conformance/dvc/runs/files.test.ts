import { fileShapes } from './fileShapes.ts';
import { holdShapes } from './holdShapes.ts';

holdShapes('files as people write them', fileShapes);
