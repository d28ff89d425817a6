export { ApiClient, isAbort } from './client';
export { ApiProblem, toProblem, type ProblemKind } from './problem';
export type { Answer, Options, Paths } from './request';
import type { components } from './types';

/** A schema of the API's description by its name. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
