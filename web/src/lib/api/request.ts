/** The shapes of requests and answers, read off the types of the API's description. */
import type { paths } from './types';

/** Every route of the description. */
export type Paths = paths;

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The routes that know a method. */
export type PathWith<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, infer O>
    ? O extends { responses: unknown }
      ? P
      : never
    : never;
}[keyof Paths];

type Operation<P extends keyof Paths, M extends Method> = Paths[P] extends Record<M, infer O> ? O : never;

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;

/** What a route answers when all is well. */
export type Answer<P extends keyof Paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? { [S in Extract<keyof R, 200 | 201 | 202 | 204>]: Json<R[S]> }[Extract<keyof R, 200 | 201 | 202 | 204>]
    : never;

type Parameters<O, In extends 'path' | 'query'> = O extends { parameters: infer A }
  ? In extends keyof A
    ? Exclude<A[In], undefined>
    : never
  : never;

type Body<O> = O extends { requestBody?: infer B }
  ? Exclude<B, undefined> extends { content: { 'application/json': infer T } }
    ? T
    : never
  : never;

type PathOption<O> = [Parameters<O, 'path'>] extends [never]
  ? { path?: never }
  : { path: Parameters<O, 'path'> };
type QueryOption<O> = [Parameters<O, 'query'>] extends [never]
  ? { query?: never }
  : { query?: Parameters<O, 'query'> };
type BodyOption<O> = [Body<O>] extends [never] ? { body?: never } : { body?: Body<O> };

/** How long to wait, and what ends the wait early. */
export interface Waiting {
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** What a route takes. */
export type Options<P extends keyof Paths, M extends Method> = PathOption<Operation<P, M>> &
  QueryOption<Operation<P, M>> &
  BodyOption<Operation<P, M>> &
  Waiting;
