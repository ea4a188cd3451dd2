/** One fault of a request: which field, what is wrong and what to write instead. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/** An answer in the form of RFC 9457 (`application/problem+json`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
}

/** Media type of every answer that is not a success. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Ends a request with a problem; its code becomes the type `urn:tideline:problem:<code>`. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(status: number, code: string, detail: string, errors?: readonly FieldFault[]) {
    super(detail);
    this.name = 'ApiProblem';
    this.problem = problemOf(status, code, detail, errors);
  }
}

/** Builds a problem whose title is the code in words. */
export function problemOf(
  status: number,
  code: string,
  detail: string,
  errors?: readonly FieldFault[],
): Problem {
  const words = code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return {
    type: `urn:tideline:problem:${code}`,
    title,
    status,
    detail,
    ...(errors?.length ? { errors } : {}),
  };
}
