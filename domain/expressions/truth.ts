/** The answer of a condition; undefined = it cannot be known, because a key is missing or has another type. */
export type Truth = boolean | undefined;

/** A part of a condition over the facts. */
export type Reading = (scope: object) => Truth;

/** False wins over what cannot be known. */
export function both(left: Reading, right: Reading): Reading {
  return (scope) => {
    const first = left(scope);
    if (first === false) return false;
    const second = right(scope);
    return second === false ? false : first === undefined ? undefined : second;
  };
}

/** True wins over what cannot be known. */
export function either(left: Reading, right: Reading): Reading {
  return (scope) => {
    const first = left(scope);
    if (first === true) return true;
    const second = right(scope);
    return second === true ? true : first === undefined ? undefined : second;
  };
}

/** What cannot be known cannot be denied. */
export function not(inner: Reading): Reading {
  return (scope) => {
    const truth = inner(scope);
    return truth === undefined ? undefined : !truth;
  };
}

/** One of two readings, by a third. */
export function choose(condition: Reading, yes: Reading, no: Reading): Reading {
  return (scope) => {
    const truth = condition(scope);
    return truth === undefined ? undefined : truth ? yes(scope) : no(scope);
  };
}

/** Whether both are true; of `right` only where `left` is. */
export function all(left: Reading, right: Reading): Reading {
  return (scope) => left(scope) === true && right(scope) === true;
}

/** Whether either is true. */
export function any(left: Reading, right: Reading): Reading {
  return (scope) => left(scope) === true || right(scope) === true;
}
