-- Facts are read signal by signal, each as far back as it can matter.
DROP INDEX signals_customer;
CREATE INDEX signals_customer ON signals (customer_key, name, occurred_at);
