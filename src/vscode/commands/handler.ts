import type { Product } from '../product.ts';

/** What a command does. Throws a Fault where it cannot; the wrapper around every command shows it. */
export type Handler = (product: Product, ...args: unknown[]) => unknown;
