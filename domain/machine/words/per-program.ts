import type { Program } from '../../program';

/** Makes what depends on a program alone once: the texts of a treatment are written at every wait, inside its workflow. */
export function perProgram<T>(make: (program: Program) => T): (program: Program) => T {
  const known = new WeakMap<Program, T>();
  return (program) => {
    const made = known.get(program) ?? make(program);
    known.set(program, made);
    return made;
  };
}
