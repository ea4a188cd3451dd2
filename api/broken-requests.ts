import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemOf, type Problem } from './problem';

/** Answers what Node could not read as a request, before there is a route or a reply, as a problem too. */
export function answerBroken(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemFor(error.code);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function problemFor(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problemOf(
        431,
        'headersTooLarge',
        'The headers are larger than 16 KiB together: send shorter ones; a token has less than 100 characters.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problemOf(408, 'requestTimeout', 'The request did not arrive in time: send it again.');
    default:
      return problemOf(400, 'invalidRequest', 'This is not an HTTP/1.1 request: check what was sent.');
  }
}
