// Counts "a month or more late" straight from the table, sharing nothing with the project.
// node independent-count.mjs table.csv → { first, entries, exits, twice, perCustomer: { id: "entered entered exited …" } }
import { readFileSync } from 'node:fs';

const [head, ...rows] = readFileSync(process.argv[2], 'utf8').trim().split(/\r?\n/);
const columns = head.split(',');
const months = ['PAY_6', 'PAY_5', 'PAY_4', 'PAY_3', 'PAY_2', 'PAY_0'].map((name) => columns.indexOf(name));
const id = columns.indexOf('ID');

let first = 0;
let entries = 0;
let exits = 0;
let twice = 0;
const perCustomer = {};
for (const row of rows) {
  const cells = row.split(',');
  const late = months.map((at) => Number(cells[at]) >= 1);
  const moves = [];
  if (late[0]) {
    first += 1;
    moves.push('entered');
  }
  let later = 0;
  for (let month = 1; month < late.length; month += 1) {
    if (late[month] === late[month - 1]) continue;
    later += 1;
    moves.push(late[month] ? 'entered' : 'exited');
    if (late[month]) entries += 1;
    else exits += 1;
  }
  if (later >= 2) twice += 1;
  if (moves.length > 0) perCustomer[cells[id]] = moves.join(' ');
}
console.log(JSON.stringify({ first, entries, exits, crossings: entries + exits, twice, perCustomer }));
