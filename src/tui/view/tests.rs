//! What is drawn, against the mock-ups.
