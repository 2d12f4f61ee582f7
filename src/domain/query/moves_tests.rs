//! Every rule of the register, and every move that must not exist.
