import { holdShapes } from './holdShapes.ts';
import { stateShapes } from './stateShapes.ts';

holdShapes('experiments that ran elsewhere or have another name', stateShapes);
